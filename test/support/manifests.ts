/** Kubernetes manifests held against the schemas of its API, which a package carries: nothing is asked of a cluster or of the network. */
import { ConfigMap, Secret, Service } from 'kubernetes-models/v1';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';

interface Probe {
  readonly httpGet?: { readonly port: string };
  readonly tcpSocket?: { readonly port: string };
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: Readonly<Partial<Record<'configMapKeyRef' | 'secretKeyRef', { readonly name: string; readonly key: string }>>> }[];
  readonly envFrom?: readonly Readonly<Partial<Record<'configMapRef' | 'secretRef', { readonly name: string }>>>[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly resources?: object & { readonly requests?: object; readonly limits?: object };
  readonly securityContext?: object;
}

/** What the tests look at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: unknown;
    readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly Container[]; readonly securityContext?: object; readonly automountServiceAccountToken?: boolean };
    };
  };
}

const models = [ConfigMap, Secret, Service, Deployment, Job, NetworkPolicy, PodDisruptionBudget];

/** What the API server would refuse of it: wrong types, what is missing, and fields that the schemas do not know. */
export function faultsOf(manifest: Manifest): string[] {
  const where = `${manifest.kind} ${manifest.metadata.name}`;
  const model = models.find((each) => each.is(manifest));
  if (!model) return [`${where}: no such kind in ${manifest.apiVersion}`];
  const unread = new Set<string>();
  try {
    // Not through its constructor, which copies all that it is given.
    model.prototype.validate.call(watched(manifest, '', unread) as never);
  } catch (thrown) {
    return [`${where}: ${(thrown as Error).message}`];
  }
  return [...unread].map((path) => `${where}: ${path} is not known`);
}

/** The validators read every field that they know, and list the keys where any is allowed: what nobody has looked at is unknown. */
function watched(value: unknown, path: string, unread: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const pathOf = (key: string | symbol): string => `${path}/${String(key)}`;
  const below = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, watched(each, pathOf(key), unread)]));
  for (const key of Object.keys(value)) unread.add(pathOf(key));
  return new Proxy(Array.isArray(value) ? Object.values(below) : below, {
    get(target, key) {
      unread.delete(pathOf(key));
      return Reflect.get(target, key) as unknown;
    },
    ownKeys(target) {
      for (const key of Object.keys(target)) unread.delete(pathOf(key));
      return Reflect.ownKeys(target);
    },
  });
}
