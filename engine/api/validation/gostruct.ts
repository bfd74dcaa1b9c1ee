// The API server prints a bad structure, and the difference of two pod specs, with the field names of its own Go types
// (API-30, API-159). These tables give those names, in Go's order, and what stands where a field is not set.
// Left out on purpose: the insides of volume sources and security contexts that no lesson needs.

type Fields = readonly (readonly [name: string, type: string])[];

/**
 * One structure a line: `Name:type`. Types: `s` text, `n` number, `b` truth value, `?` pointer or list or map (null when it is
 * not set), another name for a struct held by value, `?Name` a pointer to it, `[Name]` a list of it.
 */
const TABLE = `
ServicePort Name:s Protocol:s AppProtocol:? Port:n TargetPort:n NodePort:n
Taint Key:s Value:s Effect:s TimeAdded:?
EnvVarSource FieldRef:?ObjectFieldSelector ResourceFieldRef:?ResourceFieldSelector ConfigMapKeyRef:?KeySelector SecretKeyRef:?KeySelector FileKeyRef:?FileKeySelector
ObjectFieldSelector APIVersion:s FieldPath:s
ResourceFieldSelector ContainerName:s Resource:s Divisor:s
KeySelector Name:s Key:s Optional:?
FileKeySelector VolumeName:s Path:s Key:s Optional:?
EnvVar Name:s Value:s ValueFrom:?EnvVarSource
EnvFromSource Prefix:s ConfigMapRef:?EnvSource SecretRef:?EnvSource
EnvSource Name:s Optional:?
ContainerPort Name:s HostPort:n ContainerPort:n Protocol:s HostIP:s
ResourceRequirements Limits:? Requests:? Claims:[ResourceClaim]
ResourceClaim Name:s Request:s
VolumeMount Name:s ReadOnly:b RecursiveReadOnly:? MountPath:s SubPath:s MountPropagation:? SubPathExpr:s
VolumeDevice Name:s DevicePath:s
ExecAction Command:?
HTTPHeader Name:s Value:s
HTTPGetAction Path:s Port:n Host:s Scheme:s HTTPHeaders:[HTTPHeader]
TCPSocketAction Port:n Host:s
GRPCAction Port:n Service:?
SleepAction Seconds:n
Probe Exec:?ExecAction HTTPGet:?HTTPGetAction TCPSocket:?TCPSocketAction GRPC:?GRPCAction InitialDelaySeconds:n TimeoutSeconds:n PeriodSeconds:n SuccessThreshold:n FailureThreshold:n TerminationGracePeriodSeconds:?
LifecycleHandler Exec:?ExecAction HTTPGet:?HTTPGetAction TCPSocket:?TCPSocketAction Sleep:?SleepAction
Lifecycle PostStart:?LifecycleHandler PreStop:?LifecycleHandler StopSignal:?
Capabilities Add:? Drop:?
SecurityContext Capabilities:?Capabilities Privileged:? SELinuxOptions:? WindowsOptions:? RunAsUser:? RunAsGroup:? RunAsNonRoot:? ReadOnlyRootFilesystem:? AllowPrivilegeEscalation:? ProcMount:? SeccompProfile:?SeccompProfile AppArmorProfile:?SeccompProfile
SeccompProfile Type:s LocalhostProfile:?
ContainerResizePolicy ResourceName:s RestartPolicy:s
Container Name:s Image:s Command:? Args:? WorkingDir:s Ports:[ContainerPort] EnvFrom:[EnvFromSource] Env:[EnvVar] Resources:ResourceRequirements ResizePolicy:[ContainerResizePolicy] RestartPolicy:? RestartPolicyRules:? VolumeMounts:[VolumeMount] VolumeDevices:[VolumeDevice] LivenessProbe:?Probe ReadinessProbe:?Probe StartupProbe:?Probe Lifecycle:?Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:?SecurityContext Stdin:b StdinOnce:b TTY:b
KeyToPath Key:s Path:s Mode:?
HostPathVolumeSource Path:s Type:?
EmptyDirVolumeSource Medium:s SizeLimit:?
SecretVolumeSource SecretName:s Items:[KeyToPath] DefaultMode:? Optional:?
ConfigMapVolumeSource Name:s Items:[KeyToPath] DefaultMode:? Optional:?
PersistentVolumeClaimVolumeSource ClaimName:s ReadOnly:b
DownwardAPIVolumeFile Path:s FieldRef:?ObjectFieldSelector ResourceFieldRef:?ResourceFieldSelector Mode:?
DownwardAPIVolumeSource Items:[DownwardAPIVolumeFile] DefaultMode:?
DownwardAPIProjection Items:[DownwardAPIVolumeFile]
ItemsProjection Name:s Items:[KeyToPath] Optional:?
ServiceAccountTokenProjection Audience:s ExpirationSeconds:n Path:s
VolumeProjection Secret:?ItemsProjection DownwardAPI:?DownwardAPIProjection ConfigMap:?ItemsProjection ServiceAccountToken:?ServiceAccountTokenProjection ClusterTrustBundle:? PodCertificate:?
ProjectedVolumeSource Sources:[VolumeProjection] DefaultMode:?
ImageVolumeSource Reference:s PullPolicy:s
Volume Name:s HostPath:?HostPathVolumeSource EmptyDir:?EmptyDirVolumeSource GCEPersistentDisk:? AWSElasticBlockStore:? GitRepo:? Secret:?SecretVolumeSource NFS:? ISCSI:? Glusterfs:? PersistentVolumeClaim:?PersistentVolumeClaimVolumeSource RBD:? Quobyte:? FlexVolume:? Cinder:? CephFS:? Flocker:? DownwardAPI:?DownwardAPIVolumeSource FC:? AzureFile:? ConfigMap:?ConfigMapVolumeSource VsphereVolume:? AzureDisk:? PhotonPersistentDisk:? Projected:?ProjectedVolumeSource PortworxVolume:? ScaleIO:? StorageOS:? CSI:? Ephemeral:? Image:?ImageVolumeSource
Sysctl Name:s Value:s
PodSecurityContext HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:? HostUsers:? SELinuxOptions:? WindowsOptions:? RunAsUser:? RunAsGroup:? RunAsNonRoot:? SupplementalGroups:? SupplementalGroupsPolicy:? FSGroup:? FSGroupChangePolicy:? Sysctls:[Sysctl] SeccompProfile:?SeccompProfile AppArmorProfile:?SeccompProfile SELinuxChangePolicy:?
LocalObjectReference Name:s
NodeSelectorRequirement Key:s Operator:s Values:?
NodeSelectorTerm MatchExpressions:[NodeSelectorRequirement] MatchFields:[NodeSelectorRequirement]
NodeSelector NodeSelectorTerms:[NodeSelectorTerm]
PreferredSchedulingTerm Weight:n Preference:NodeSelectorTerm
NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution:?NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]
PodAffinityTerm LabelSelector:? Namespaces:? TopologyKey:s NamespaceSelector:? MatchLabelKeys:? MismatchLabelKeys:?
WeightedPodAffinityTerm Weight:n PodAffinityTerm:PodAffinityTerm
PodAffinity RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm] PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]
Affinity NodeAffinity:?NodeAffinity PodAffinity:?PodAffinity PodAntiAffinity:?PodAffinity
Toleration Key:s Operator:s Value:s Effect:s TolerationSeconds:?
HostAlias IP:s Hostnames:?
TopologySpreadConstraint MaxSkew:n TopologyKey:s WhenUnsatisfiable:s LabelSelector:? MinDomains:? NodeAffinityPolicy:? NodeTaintsPolicy:? MatchLabelKeys:?
PodSchedulingGate Name:s
PodReadinessGate ConditionType:s
PodSpec Volumes:[Volume] InitContainers:[Container] Containers:[Container] EphemeralContainers:? RestartPolicy:s TerminationGracePeriodSeconds:? ActiveDeadlineSeconds:? DNSPolicy:s NodeSelector:? ServiceAccountName:s AutomountServiceAccountToken:? NodeName:s SecurityContext:?PodSecurityContext ImagePullSecrets:[LocalObjectReference] Hostname:s Subdomain:s SetHostnameAsFQDN:? Affinity:?Affinity SchedulerName:s Tolerations:[Toleration] HostAliases:[HostAlias] PriorityClassName:s Priority:? PreemptionPolicy:? DNSConfig:? ReadinessGates:[PodReadinessGate] RuntimeClassName:? Overhead:? EnableServiceLinks:? TopologySpreadConstraints:[TopologySpreadConstraint] OS:? SchedulingGates:[PodSchedulingGate] ResourceClaims:? Resources:?ResourceRequirements HostnameOverride:? SchedulingGroup:?
DeploymentStrategy Type:s RollingUpdate:?RollingUpdateDeployment
RollingUpdateDeployment MaxUnavailable:n MaxSurge:n
StatefulSetUpdateStrategy Type:s RollingUpdate:?
`;

const ZERO: Readonly<Record<string, unknown>> = { s: "", n: 0, b: false, "?": null };

function fieldsOf(structure: string): Fields | undefined {
  const line = TABLE.split("\n").find((row) => row.startsWith(`${structure} `));
  return line
    ?.split(" ")
    .slice(1)
    .map((field) => field.split(":") as [string, string]); // each field has one colon
}

/** The value with Go's field names, as plain data whose JSON is Go's. */
export function goValue(value: unknown, type: string): unknown {
  const zero = ZERO[type];
  if (zero !== undefined) return value ?? zero;
  if (type.startsWith("[")) return Array.isArray(value) && value.length > 0 ? value.map((item) => goValue(item, type.slice(1, -1))) : null;
  if (type.startsWith("?") && (value === undefined || value === null)) return null;
  const fields = fieldsOf(type.startsWith("?") ? type.slice(1) : type);
  return fields === undefined ? value : goStruct((value ?? {}) as Record<string, unknown>, fields); // structures are objects
}

function goStruct(value: Record<string, unknown>, fields: Fields): unknown {
  // JSON names differ from Go's in capitals only (`seLinuxOptions`, `dnsPolicy`).
  const byName = new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
  return Object.fromEntries(fields.map(([name, type]) => [name, goValue(byName.get(name.toLowerCase()), type)]));
}

/** A pod's spec in Go's form: what concerns the host stands in the security context there. */
export function goPodSpec(spec: object): unknown {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest } = spec as Record<string, unknown>;
  const host = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return goValue({ ...rest, securityContext: { ...(securityContext as object | undefined), ...host } }, "PodSpec");
}
