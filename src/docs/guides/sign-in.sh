curl --fail-with-body '<api>/user/login/' \
  -H 'apikey: <apikey>' \
  --data-urlencode 'username=<username>' \
  --data-urlencode 'password=<password>'
