user-profile app create --name Board --kind spa \
  --origin https://board.example.com --origin http://localhost:5173
