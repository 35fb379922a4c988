bin/user-profile app create --name Billing --kind server --scope users:read --scope cards:read
