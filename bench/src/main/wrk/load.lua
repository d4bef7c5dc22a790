-- Asks for the path of the URL or, with the arguments PATH and N, for PATH-1 to PATH-N in turns; prints what Wrk.java
-- reads, on one line.
function init(arguments)
  local prefix, count, last = arguments[1], tonumber(arguments[2]), 0
  if prefix then
    function request()
      last = last % count + 1
      return wrk.format("GET", prefix .. "-" .. last)
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("WRK requests=%d bytes=%d micros=%d refused=%d broken=%d\n",
    summary.requests, summary.bytes, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
