module bench

go 1.24

require github.com/pocketbase/pocketbase v0.30.0
