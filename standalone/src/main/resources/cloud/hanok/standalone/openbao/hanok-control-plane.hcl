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

# Keys of transparency logs sign and never leave the server: no export, no backup, no restore.
path "transit/keys/log-*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "transit/sign/log-*" {
  capabilities = ["create", "update"]
}

# Keys of tenants, one a class of data, wrap data keys and never leave the server either. Below a key's own path are its
# rotation and its configuration, which must be changed before it can be destroyed. The control plane neither encrypts nor
# lists with them: it makes, unwraps and re-wraps data keys of a tenant that it names.
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
