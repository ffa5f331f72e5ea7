# Makes namespaces of dedicated tenants, and what lets the control plane into them. It uses no key and reads no secret, here or there;
# but whoever makes a way in could take it, so nothing holds this role while no tenant is made.
path "sys/namespaces/ten_*" {
  capabilities = ["create", "read", "update", "delete"]
}
path "+/sys/mounts/hanok" {
  capabilities = ["create", "update"]
}
path "+/sys/mounts/transit" {
  capabilities = ["create", "update"]
}
path "+/sys/auth/approle" {
  capabilities = ["create", "update", "sudo"]
}
path "+/sys/policies/acl/hanok-control-plane" {
  capabilities = ["create", "read", "update"]
}
path "+/auth/approle/role/hanok-control-plane" {
  capabilities = ["create", "read", "update"]
}
path "+/auth/approle/role/hanok-control-plane/role-id" {
  capabilities = ["read"]
}
path "+/auth/approle/role/hanok-control-plane/secret-id" {
  capabilities = ["create", "update"]
}
