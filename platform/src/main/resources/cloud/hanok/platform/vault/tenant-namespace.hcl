# What the control plane may do in a dedicated tenant's own namespace: the same as in the platform's part, and no more.
path "hanok/data/*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "hanok/metadata/*" {
  capabilities = ["read", "list", "delete"]
}

# The key of the tenant's transparency log signs and never leaves the server.
path "transit/keys/log-*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "transit/sign/log-*" {
  capabilities = ["create", "update"]
}

# The tenant's keys, one a class of data, wrap data keys and never leave the server either.
path "transit/keys/tenant-*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "transit/datakey/plaintext/tenant-*" {
  capabilities = ["update"]
}
path "transit/decrypt/tenant-*" {
  capabilities = ["update"]
}
path "transit/rewrap/tenant-*" {
  capabilities = ["update"]
}
