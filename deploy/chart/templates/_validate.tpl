{{- /* What `serve --manifests` refuses and a schema can't say. */ -}}
{{- define "kubectl-apprepo.validate" -}}
{{- include "kubectl-apprepo.complete" . }}
{{- $values := .Values }}
{{- if $values.noIngress }}
{{- range $key := list "host" "ingressClass" "ingressAnnotation" "tlsSecret" }}
{{- if get $values $key }}
{{- fail (printf "%s is for an Ingress, and noIngress makes none" $key) }}
{{- end }}
{{- end }}
{{- else if not $values.host }}
{{- fail "host is needed, Kubeapps' own host name, or noIngress: true" }}
{{- end }}
{{- if and $values.serveCluster (not $values.kubeconfigConfigMap) }}
{{- fail "serveCluster needs kubeconfigConfigMap: the contexts must be in the cluster" }}
{{- end }}
{{- if and $values.kubeconfigConfigMap (not $values.serveCluster) }}
{{- fail "kubeconfigConfigMap needs serveCluster with it" }}
{{- end }}
{{- $names := list $values.clusterName }}
{{- range $values.serveCluster }}
{{- $name := regexFind "^[^=]+" . }}
{{- if has $name $names }}
{{- fail (printf "serveCluster names %s twice; \"%s\" is always there" $name $values.clusterName) }}
{{- end }}
{{- $names = append $names $name }}
{{- end }}
{{- if gt (include "kubectl-apprepo.milliseconds" $values.window | float64) 2500.0 }}
{{- fail "window can be 2.5s at most: Harbor waits 3s for an answer" }}
{{- end }}
{{- range $key := list "bodyTimeout" "headerTimeout" }}
{{- if lt (include "kubectl-apprepo.milliseconds" (get $values $key) | float64) 100.0 }}
{{- fail (printf "%s must be from 100ms to 24h, not %s" $key (get $values $key)) }}
{{- end }}
{{- end }}
{{- range $key := list "bodyTimeout" "headerTimeout" "idleTimeout" "maxConnectionAge" "shutdownDelay" "unauthorizedTtl" }}
{{- if gt (include "kubectl-apprepo.milliseconds" (get $values $key) | float64) 86400000.0 }}
{{- fail (printf "%s must be at most 24h, not %s" $key (get $values $key)) }}
{{- end }}
{{- end }}
{{- range $values.egressPort }}
{{- $port := include "kubectl-apprepo.port" . | int64 }}
{{- if or (lt $port 1) (gt $port 65535) }}
{{- fail (printf "egressPort must be from 1 to 65535, not %v" .) }}
{{- end }}
{{- end }}
{{- end -}}
