user-profile app create --name Shop --kind web
