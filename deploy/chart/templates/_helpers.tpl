{{- define "kubectl-apprepo.labels" -}}
app.kubernetes.io/name: kubectl-apprepo
app.kubernetes.io/component: receiver
{{- end -}}

{{- define "kubectl-apprepo.metadata" -}}
name: kubectl-apprepo
namespace: {{ .Release.Namespace | quote }}
labels:
  {{- include "kubectl-apprepo.labels" . | nindent 2 }}
{{- end -}}

{{- /* What is null, or newer than the values that helm --reuse-values takes over, is as by default.
Times that YAML has as numbers become texts. */ -}}
{{- define "kubectl-apprepo.complete" -}}
{{- range $flag := include "kubectl-apprepo.flags" . | fromJsonArray }}
{{- if and (ne $flag.fallback "") (ne $flag.key "hooks") (not (hasKey $.Values $flag.key)) }}
{{- $_ := set $.Values $flag.key $flag.fallback }}
{{- end }}
{{- end }}
{{- range $key := list "bodyTimeout" "headerTimeout" "idleTimeout" "maxConnectionAge" "requestTimeout" "shutdownDelay" "unauthorizedTtl" "window" }}
{{- $_ := set $.Values $key (include "kubectl-apprepo.text" (get $.Values $key)) }}
{{- end }}
{{- end -}}

{{- /* A value as its flag has it: numbers without an exponent, lists by commas. */ -}}
{{- define "kubectl-apprepo.text" -}}
{{- if kindIs "slice" . }}{{ join "," . }}
{{- else if or (kindIs "float64" .) (kindIs "int" .) (kindIs "int64" .) }}{{ int64 . }}
{{- else }}{{ . | default "" }}
{{- end }}
{{- end -}}

{{- /* As the flag reads it: zeros before it don't make it octal. */ -}}
{{- define "kubectl-apprepo.port" -}}
{{- regexReplaceAll "^0+" (include "kubectl-apprepo.text" .) "" | int64 }}
{{- end -}}

{{- define "kubectl-apprepo.image" -}}
{{- $digest := index .Chart.Annotations "kubectl-apprepo/image-digest" | default "" }}
{{- $own := printf "ghcr.io/kubectl-apprepo/kubectl-apprepo:%s%s" .Chart.AppVersion (ternary (printf "@%s" $digest) "" (ne $digest "")) }}
{{- .Values.image | default $own }}
{{- end -}}

{{- define "kubectl-apprepo.shutdownDelay" -}}
{{- ternary "5s" .Values.shutdownDelay (eq .Values.shutdownDelay "0s") }}
{{- end -}}

{{- /* What is given beyond the defaults. */ -}}
{{- define "kubectl-apprepo.args" -}}
{{- range $flag := include "kubectl-apprepo.flags" . | fromJsonArray }}
{{- $value := get $.Values $flag.key }}
{{- $text := include "kubectl-apprepo.text" $value }}
{{- if eq $flag.key "hooks" }}
{{- if $value }}
- --hooks
{{- end }}
{{- else if and (ne $text $flag.fallback) (ne $flag.key "shutdownDelay") }}
{{- if eq $flag.key "serveCluster" }}
{{- range $value }}
- {{ printf "--%s=%s" $flag.name . | quote }}
{{- end }}
{{- else }}
- {{ printf "--%s=%s" $flag.name $text | quote }}
{{- end }}
{{- end }}
{{- end }}
- {{ include "kubectl-apprepo.shutdownDelay" . | printf "--shutdown-delay=%s" | quote }}
{{- end -}}

{{- /* Of a duration as Go writes it, 1m30s. */ -}}
{{- define "kubectl-apprepo.milliseconds" -}}
{{- $units := dict "ns" 0.000001 "us" 0.001 "µs" 0.001 "ms" 1.0 "s" 1000.0 "m" 60000.0 "h" 3600000.0 }}
{{- $sum := 0.0 }}
{{- range regexFindAll "[0-9.]+(ns|us|µs|ms|s|m|h)" . -1 }}
{{- $unit := regexFind "[a-zµ]+$" . }}
{{- $sum = addf $sum (mulf (trimSuffix $unit . | float64) (get $units $unit)) }}
{{- end }}
{{- $sum }}
{{- end -}}

{{- /* Milliseconds in which an answer has to be there. Numbers alone are seconds. */ -}}
{{- define "kubectl-apprepo.answerTime" -}}
{{- $given := .Values.requestTimeout | toString }}
{{- $time := ternary (printf "%ss" $given) $given (regexMatch "^[0-9]+$" $given) }}
{{- $milliseconds := include "kubectl-apprepo.milliseconds" $time | float64 }}
{{- ternary 2800.0 $milliseconds (eq $milliseconds 0.0) }}
{{- end -}}

{{- /* Seconds: the delay, the last answer, 5 to have it taken, 15 to spare. */ -}}
{{- define "kubectl-apprepo.gracePeriod" -}}
{{- $delay := include "kubectl-apprepo.shutdownDelay" . | include "kubectl-apprepo.milliseconds" | float64 }}
{{- $answer := include "kubectl-apprepo.answerTime" . | float64 }}
{{- add (ceil (divf (addf $delay $answer 5000.0) 1000.0) | int64) 15 }}
{{- end -}}

{{- /* MiB that it never exceeds: 224, and what its limits allow, in steps of 64. */ -}}
{{- define "kubectl-apprepo.memory" -}}
{{- $head := divf .Values.maxHeaderBytes 1024.0 }}
{{- $connections := divf (mulf .Values.maxConnections (addf 48.0 $head)) 1024.0 }}
{{- $requests := divf (mulf .Values.maxInFlight 128.0) 1024.0 }}
{{- $bodies := ternary 32.0 0.0 (or .Values.hooks (gt (len (compact (.Values.ignoreEvents | default list))) 0)) }}
{{- mul (ceil (divf (addf 224.0 $connections $requests $bodies) 64.0) | int64) 64 }}
{{- end -}}
