// The parts of Pretendard for all other characters. A module of its own, so that it can be loaded when it is wanted.

import "pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css";
