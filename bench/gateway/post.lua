-- One chat request again and again. Arguments: model, stream (true or false), key file ("-": none), headers as "name: value".
-- The numbers come out on one line of JSON.
function init(arguments)
  wrk.method = "POST"
  wrk.path = "/v1/chat/completions"
  wrk.headers["Content-Type"] = "application/json"
  if arguments[3] ~= "-" then
    local file = assert(io.open(arguments[3]))
    wrk.headers["Authorization"] = "Bearer " .. file:read("*l")
    file:close()
  end
  for i = 4, #arguments do
    local name, value = arguments[i]:match("^([^:]+): (.*)$")
    wrk.headers[name] = value
  end
  local stream = arguments[2] == "true" and ',"stream":true,"stream_options":{"include_usage":true}' or ""
  wrk.body = '{"model":"' .. arguments[1] .. '","max_tokens":256,"temperature":0.7,"messages":['
    .. '{"role":"system","content":"당신은 친절한 도우미입니다."},'
    .. '{"role":"user","content":"대한민국의 수도는 어디인가요? 한 문장으로 답해 주세요."}]' .. stream .. '}'
end

function done(summary, latency, requests)
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"status":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    summary.errors.status, summary.errors.connect, summary.errors.read, summary.errors.write, summary.errors.timeout))
end
