<?php
// A client as the published page's PHP samples have it. One call a process: the JSON argument says which; the
// answer's status and body go to standard output.
$call = json_decode($argv[1], true);

$headers = array('apikey: ' . $call['apikey']);
if (!empty($call['token'])) {
    $headers[] = 'Authorization: Bearer ' . $call['token'];
}

$options = array(
    CURLOPT_URL => $call['url'],
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_ENCODING => '',
    CURLOPT_MAXREDIRS => 10,
    CURLOPT_TIMEOUT => 30,
    CURLOPT_FOLLOWLOCATION => true,
    CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
    CURLOPT_CUSTOMREQUEST => $call['method'],
    CURLOPT_HTTPHEADER => $headers,
);
if ($call['body'] === 'form') {
    $options[CURLOPT_POSTFIELDS] = $call['fields'];
}
if ($call['body'] === 'pictures') {
    $options[CURLOPT_POSTFIELDS] = array(
        'image' => new CURLFILE($call['image']),
        'cropped_image' => new CURLFILE($call['cropped']),
    );
}
if ($call['body'] === 'pictures-as-printed') {
    $options[CURLOPT_POSTFIELDS] = array('image' => new CURLFILE($call['image']));
}

$curl = curl_init();
curl_setopt_array($curl, $options);
$response = curl_exec($curl);
if ($response === false) {
    fwrite(STDERR, curl_error($curl));
    exit(1);
}
echo json_encode(array('status' => curl_getinfo($curl, CURLINFO_RESPONSE_CODE), 'body' => json_decode($response)));
