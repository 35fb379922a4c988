<?php
// Prints what the sample of the recipe says about each case.
require __DIR__ . '/sample.php';

$cases = json_decode(file_get_contents(__DIR__ . '/cases.json'), true);
echo json_encode(array_map(fn (array $case) => personOf($case['authorization']), $cases));
