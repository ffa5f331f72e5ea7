# Secrets of the control plane: versioned, written with check-and-set.
path "hanok/data/*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "hanok/metadata/*" {
  capabilities = ["read", "list", "delete"]
}
path "hanok/delete/*" {
  capabilities = ["create", "update"]
}
path "hanok/destroy/*" {
  capabilities = ["create", "update"]
}

# Keys that never leave the server: no export, no backup, no restore. Deleting a key needs its configuration changed first.
path "transit/keys/*" {
  capabilities = ["create", "read", "update", "delete", "list"]
}
path "transit/keys" {
  capabilities = ["list"]
}
path "transit/sign/*" {
  capabilities = ["create", "update"]
}
path "transit/verify/*" {
  capabilities = ["create", "update"]
}
path "transit/hmac/*" {
  capabilities = ["create", "update"]
}
path "transit/encrypt/*" {
  capabilities = ["create", "update"]
}
path "transit/decrypt/*" {
  capabilities = ["create", "update"]
}
path "transit/rewrap/*" {
  capabilities = ["create", "update"]
}
path "transit/datakey/*" {
  capabilities = ["create", "update"]
}
