// Prints what a verifier says about each case.
package main

import (
	"context"
	"encoding/json"
	"os"
)

func main() {
	text, err := os.ReadFile("cases.json")
	if err != nil {
		panic(err)
	}
	var cases []struct{ Authorization string }
	if err := json.Unmarshal(text, &cases); err != nil {
		panic(err)
	}
	verify, err := NewVerifier(context.Background())
	if err != nil {
		panic(err)
	}
	people := make([]*string, len(cases))
	for i, one := range cases {
		if person, ok := verify(one.Authorization); ok {
			people[i] = &person
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(people); err != nil {
		panic(err)
	}
}
