-- Asks for the path of the URL or, in turns, for PATH-1 to PATH-N with the arguments PATH and N, and for each of PATHS
-- with that argument alone, separated by commas; prints what Wrk.java reads, on one line.
function init(arguments)
  local paths, last = {}, 0
  if arguments[2] then
    for number = 1, tonumber(arguments[2]) do
      paths[number] = arguments[1] .. "-" .. number
    end
  elseif arguments[1] then
    for path in arguments[1]:gmatch("[^,]+") do
      table.insert(paths, path)
    end
  end
  if paths[1] then
    function request()
      last = last % #paths + 1
      return wrk.format("GET", paths[last])
    end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("WRK requests=%d bytes=%d micros=%d refused=%d broken=%d\n",
    summary.requests, summary.bytes, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
