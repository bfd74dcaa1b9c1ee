// The picture that the page was built with goes when the page's code has drawn the same under it, or shows something else.

export function endFirstView(): void {
  for (const view of document.querySelectorAll(".first-view")) view.remove();
}
