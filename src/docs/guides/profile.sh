curl --fail-with-body '<api>/user/get/profile/' \
  -H 'apikey: <apikey>' \
  -H 'Authorization: Bearer <access-token>'
