{{- /* Made by `deno task chart`: in the order of the arguments, with the defaults. */ -}}
{{- define "kubectl-apprepo.flags" -}}
[
  {"key":"bodyTimeout","name":"body-timeout","fallback":"10s"},
  {"key":"clusterName","name":"cluster-name","fallback":"default"},
  {"key":"headerTimeout","name":"header-timeout","fallback":"5s"},
  {"key":"hooks","name":"hooks","fallback":"false"},
  {"key":"idleTimeout","name":"idle-timeout","fallback":"11m"},
  {"key":"ignoreEvents","name":"ignore-events","fallback":""},
  {"key":"logFormat","name":"log-format","fallback":"json"},
  {"key":"maxBodyBytes","name":"max-body-bytes","fallback":"1048576"},
  {"key":"maxConnectionAge","name":"max-connection-age","fallback":"1h"},
  {"key":"maxConnections","name":"max-connections","fallback":"1000"},
  {"key":"maxConnectionsPerAddress","name":"max-connections-per-address","fallback":"500"},
  {"key":"maxHeaderBytes","name":"max-header-bytes","fallback":"16384"},
  {"key":"maxInFlight","name":"max-in-flight","fallback":"256"},
  {"key":"rateLimit","name":"rate-limit","fallback":"50"},
  {"key":"requestTimeout","name":"request-timeout","fallback":""},
  {"key":"serveCluster","name":"serve-cluster","fallback":""},
  {"key":"shutdownDelay","name":"shutdown-delay","fallback":"5s"},
  {"key":"unauthorizedTtl","name":"unauthorized-ttl","fallback":"10s"},
  {"key":"unknownRateLimit","name":"unknown-rate-limit","fallback":"20"},
  {"key":"window","name":"window","fallback":"1s"}
]
{{- end -}}
