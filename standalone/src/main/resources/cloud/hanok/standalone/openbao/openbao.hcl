ui            = false
disable_mlock = true
api_addr      = "http://127.0.0.1:${http}"
cluster_addr  = "https://127.0.0.1:${cluster}"

listener "tcp" {
  address         = "127.0.0.1:${http}"
  cluster_address = "127.0.0.1:${cluster}"
  tls_disable     = true
  # The launcher brings the policy of the control plane up to date with the unseal key, which it has; no root token is kept.
  disable_unauthed_generate_root_endpoints = false
}

storage "raft" {
  path    = "${data}"
  node_id = "standalone"
}

audit "file" "main" {
  options {
    file_path = "${audit}"
  }
}
