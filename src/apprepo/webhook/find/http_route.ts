import type { Backend } from "./backend.ts";
import { basePath } from "./base_path.ts";
import { type Entrance, entranceAt, objectLabel, specificityOf } from "./entrance.ts";
import { type ListenerPlace, listenerPlaces } from "./listener.ts";
import type { FindGateway, FoundGateway } from "./gateway.ts";
import { type HttpRoute, httpRoutes, type ParentRef } from "./resources.ts";
import type { RouteMatch, RouteRule } from "./resources.ts";

/** Those in the Service's namespace whose only backend is that very Service. */
export async function routeEntrances(
  route: HttpRoute,
  backend: Backend,
  refreshPath: string,
  findGateway: FindGateway,
): Promise<Entrance[]> {
  const { namespace = "", name } = route.metadata;
  const paths = rulePaths(route, backend, refreshPath);
  if (namespace !== backend.namespace || paths.length === 0) return [];
  const object = objectLabel(httpRoutes, namespace, name);
  const entrances: Entrance[] = [];
  for (const parent of route.spec?.parentRefs ?? []) {
    if (!parentKinds.includes(kindOf(parent))) continue;
    const gateway = await findGateway(parent, namespace);
    const why = faultOf(route, parent, gateway);
    if (why !== undefined || gateway === undefined) {
      entrances.push({ object, backend, why });
      continue;
    }
    const places = listenerPlaces(gateway, parent, route.spec?.hostnames ?? []);
    entrances.push(...combine(places, paths).map((place) => entranceAt(object, backend, place)));
    if (places.length === 0) {
      entrances.push({
        object,
        backend,
        why: `no listener of ${kindOf(parent)} ${parent.name} takes it`,
      });
    }
  }
  return entrances;
}

const parentKinds = ["Gateway", "ListenerSet", "XListenerSet"];

interface MatchedPath {
  /** See `Place`. */
  readonly path: string | undefined;
  readonly specificity: number;
}

function combine(places: readonly ListenerPlace[], paths: readonly MatchedPath[]) {
  return places.flatMap((place) => paths.map((path) => ({ ...place, ...path })));
}

function kindOf({ kind = "Gateway" }: ParentRef): string {
  return kind;
}

function faultOf(
  { status }: HttpRoute,
  parent: ParentRef,
  gateway: FoundGateway | undefined,
): string | undefined {
  if (!gateway) {
    return `its ${kindOf(parent)} ${parent.name} can't be read, so its scheme is not known`;
  }
  const refused = (status?.parents ?? []).some(({ parentRef, conditions = [] }) =>
    parentRef?.name === parent.name && parentRef.sectionName === parent.sectionName &&
    conditions.some(({ type, status }) => type === "Accepted" && status === "False")
  );
  return refused ? `${kindOf(parent)} ${parent.name} did not accept it` : undefined;
}

/** For each match of a rule with that backend: the base path, undefined where it does not fit. */
function rulePaths(
  route: HttpRoute,
  backend: Backend,
  refreshPath: string,
): MatchedPath[] {
  const { namespace = "" } = route.metadata;
  const rules = (route.spec?.rules ?? []).filter((rule) => isFor(rule, backend, namespace));
  return rules.flatMap(({ matches = [{}] }) =>
    matches.map((match) => matchPath(match, refreshPath))
  );
}

function matchPath(match: RouteMatch, refreshPath: string): MatchedPath {
  const otherMethod = match.method !== undefined && match.method !== "POST";
  if (otherMethod || match.headers?.length || match.queryParams?.length) {
    return { path: undefined, specificity: 0 };
  }
  const { type = "PathPrefix", value = "/" } = match.path ?? {};
  const exact = type === "Exact";
  return {
    path: basePath(value, exact, refreshPath),
    specificity: specificityOf(value, exact),
  };
}

function isFor({ filters = [], backendRefs = [] }: RouteRule, backend: Backend, own: string) {
  if (filters.some(({ type }) => type === "RequestRedirect")) return false;
  const used = backendRefs.filter(({ weight }) => weight !== 0);
  return used.length > 0 &&
    used.every(({ group = "", kind = "Service", namespace = own, name }) =>
      group === "" && kind === "Service" && namespace === backend.namespace && name === backend.name
    );
}
