"""Prints what the sample of the recipe says about each case."""
import json

from sample import person_of

with open("cases.json") as file:
    cases = json.load(file)
print(json.dumps([person_of(case["authorization"]) for case in cases]))
