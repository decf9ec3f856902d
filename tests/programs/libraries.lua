-- Every standard library of Lua 5.4, checked against what its manual says. Prints a line for each group:
-- "ok NAME" or "not ok NAME: why". The exit status is the number of groups that failed.
local failed = 0

local function group(name, body)
  local good, why = pcall(body)
  if good then
    print("ok " .. name)
  else
    failed = failed + 1
    print("not ok " .. name .. ": " .. tostring(why))
  end
end

local function same(got, want, what)
  if got ~= want then
    error(string.format("%s: got %s, want %s", what or "value", tostring(got), tostring(want)), 2)
  end
end

local function near(got, want, what)
  if math.abs(got - want) > 1e-12 * math.max(1, math.abs(want)) then
    error(string.format("%s: got %.17g, want %.17g", what or "value", got, want), 2)
  end
end

local function list(...)
  local parts = {}
  for i = 1, select("#", ...) do
    parts[i] = tostring((select(i, ...)))
  end
  return table.concat(parts, " ")
end

group("basic functions", function()
  same(type(nil), "nil")
  same(type(print), "function")
  same(tostring(1e15), "1e+15")
  same(tostring(-0.0), "-0.0")
  same(tostring(2^53), "9.007199254741e+15")
  same(tonumber("0x1p4"), 16.0)
  same(tonumber("  12  "), 12)
  same(tonumber("zz", 36), 1295)
  same(tonumber("8", 8), nil)
  same(select("#", nil, nil), 2)
  same(list(select(-2, 1, 2, 3)), "2 3")
  same(rawlen({ 1, 2, 3 }), 3)
  same(rawequal("a", "a"), true)
  same(list(pcall(error, { code = 7 })):match("^false table:") ~= nil, true)
  same(list(xpcall(function() error("deep", 0) end, function(m) return m .. "!" end)), "false deep!")
  same(load("return 1 + ...")(41), 42)
  same(list(load("x =")), 'nil [string "x ="]:1: unexpected symbol near <eof>')
  same(assert(7, "no"), 7)
  same(next({}), nil)
  same(_VERSION, "Lua 5.4")
end)

group("integers and floats", function()
  same(7 // 2, 3)
  same(-7 // 2, -4)
  same(-7 % 3, 2)
  same(7.5 // 2, 3.0)
  same(-7.5 % 2, 0.5)
  same(1 << 63, math.mininteger)
  same(1 << 64, 0)
  same(-1 >> 1, math.maxinteger)
  same(0xff ~ 0x0f, 0xf0)
  same(~0, -1)
  same(math.maxinteger + 1, math.mininteger)
  same(5 // 0.0, math.huge)
  same(0 / 0 ~= 0 / 0, true)
  same(3 == 3.0, true)
  same(math.maxinteger < math.maxinteger + 0.0, true)
  same("10" + 5, 15)
  same(pcall(function() return 1 // 0 end), false)
  same(2 ^ 10, 1024.0)
end)

group("math", function()
  near(math.sin(1), 0.8414709848078965, "sin")
  near(math.cos(1), 0.5403023058681398, "cos")
  near(math.tan(1), 1.5574077246549023, "tan")
  near(math.asin(0.5), 0.5235987755982989, "asin")
  near(math.acos(0.5), 1.0471975511965979, "acos")
  near(math.atan(1, -1), 2.356194490192345, "atan")
  near(math.exp(1), 2.718281828459045, "exp")
  near(math.log(10), 2.302585092994046, "log")
  same(math.log(8, 2), 3.0)
  same(math.log(1000, 10), 3.0)
  same(math.sqrt(144), 12.0)
  same(list(math.modf(-3.75)), "-3 -0.75")
  same(list(math.floor(-3.5), math.ceil(-3.5), math.abs(-9)), "-4 -3 9")
  same(math.fmod(-7, 3), -1)
  same(math.tointeger(3.0), 3)
  same(math.tointeger(3.5), nil)
  same(math.type(1), "integer")
  same(math.type(1.0), "float")
  same(math.ult(1, -1), true)
  same(list(math.max(3, 9, 4), math.min(3, 9, 4)), "9 3")
  math.randomseed(42)
  for _ = 1, 100 do
    local r = math.random(10, 20)
    assert(r >= 10 and r <= 20 and math.type(r) == "integer")
    local f = math.random()
    assert(f >= 0 and f < 1)
  end
end)

group("string: patterns", function()
  same(list(("hello world"):find("o w")), "5 7")
  same(list(("hello"):find("l", 1, true)), "3 3")
  same(list(("key = value"):match("^(%w+)%s*=%s*(%w+)$")), "key value")
  same(list(("abc"):gsub("%w", "%0%0")), "aabbcc 3")
  same(list(("hello"):gsub("", "-")), "-h-e-l-l-o- 6")
  same((("$name is $age"):gsub("%$(%w+)", { name = "Ann", age = 30 })), "Ann is 30")
  same((("abc"):gsub(".", function(c) return c:byte() .. "," end)), "97,98,99,")
  same(("THE (quick) fox"):match("%((%a+)%)"), "quick")
  same(("f(a(b)c)d"):match("%b()"), "(a(b)c)")
  same(("THE (quick) fox"):find("%f[%a]%a+%f[%A]"), 1)
  local words = {}
  for w in ("one two  three"):gmatch("%a+") do words[#words + 1] = w end
  same(table.concat(words, "|"), "one|two|three")
  same(list(("x"):rep(3, ","), ("abc"):reverse(), ("aBc"):upper(), ("aBc"):lower()), "x,x,x cba ABC abc")
  same(list(("hello"):byte(1, -1)), "104 101 108 108 111")
  same(string.char(76, 117, 97), "Lua")
  same(("hello"):sub(-3, -2), "ll")
  same(pcall(string.rep, "x", -1), true)
  same(pcall(string.find, "a", "[a"), false)
end)

group("string: format", function()
  same(string.format("%5d|%-5d|%05d|%+d", 42, 42, 42, 42), "   42|42   |00042|+42")
  same(string.format("%x %X %#x %o", 255, 255, 255, 8), "ff FF 0xff 10")
  same(string.format("%.3f %e %g %g", 3.14159, 12345.678, 1e20, 0.1), "3.142 1.234568e+04 1e+20 0.1")
  same(string.format("%.17g", 0.1), "0.10000000000000001")
  same(string.format("%a", 1.0), "0x1p+0")
  same(string.format("%q", 'a "quoted"\n\0line'), '"a \\"quoted\\"\\\n\\0line"')
  same(string.format("%q", 1 / 3), "0x1.5555555555555p-2")
  same(string.format("%10.3s|%-6s|", "abcdef", "ab"), "       abc|ab    |")
  same(string.format("%c%c%%", 72, 105), "Hi%")
  same(string.format("%i", 3.0), "3")
  same(pcall(string.format, "%d", 3.5), false)
end)

group("string: pack", function()
  same(string.pack("<i4", 100):byte(1), 100)
  same(string.pack(">I2", 258), "\1\2")
  same(list(string.unpack("<hz", "\255\255text\0")), "-1 text 8")
  same(string.packsize("!8 b i8"), 16)
  same(list(string.unpack(">d", string.pack(">d", math.pi))), math.pi .. " 9")
  same(list(string.unpack("s1", "\3abcd")), "abc 5")
  same(select(2, pcall(string.pack, "i1", 300)):match("overflow") ~= nil, true)
end)

group("table", function()
  local t = { 5, 2, 8, 1 }
  table.sort(t)
  same(table.concat(t, ","), "1,2,5,8")
  table.sort(t, function(a, b) return a > b end)
  same(table.concat(t, ","), "8,5,2,1")
  table.insert(t, 2, 7)
  table.insert(t, 0)
  same(table.concat(t, " "), "8 7 5 2 1 0")
  same(table.remove(t, 1), 8)
  same(table.remove(t), 0)
  same(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), " "), "1 1 2 3")
  same(table.pack(1, nil, 3).n, 3)
  same(list(table.unpack({ 1, 2, 3 }, 2)), "2 3")
  local big, seed = {}, 1
  for i = 1, 5000 do
    seed = (seed * 16807) % 2147483647
    big[i] = seed
  end
  table.sort(big)
  for i = 2, #big do assert(big[i - 1] <= big[i]) end
  same(pcall(table.sort, { 1, 2, 3, 4 }, function() return true end) ~= nil, true)
end)

group("metatables and closing", function()
  local V = {}
  V.__index = V
  V.__add = function(a, b) return setmetatable({ x = a.x + b.x }, V) end
  V.__eq = function(a, b) return a.x == b.x end
  V.__lt = function(a, b) return a.x < b.x end
  V.__le = function(a, b) return a.x <= b.x end
  V.__call = function(self, n) return self.x * n end
  V.__tostring = function(self) return "V(" .. self.x .. ")" end
  V.__len = function(self) return self.x end
  V.__concat = function(a, b) return tostring(a) .. tostring(b) end
  V.__close = function(self) self.closed = true end
  local function new(x) return setmetatable({ x = x }, V) end
  local a, b = new(3), new(4)
  same(tostring(a + b), "V(7)")
  same(list(a == new(3), a < b, a <= b, #b, a(5)), "true true true 4 15")
  same(a .. b, "V(3)V(4)")
  local kept
  do
    local c <close> = new(1)
    local k <const> = 5
    kept = c
    same(k, 5)
  end
  same(kept.closed, true)
  local proxy = setmetatable({}, { __index = function(_, k) return k .. "?" end, __newindex = function(t, k, v) rawset(t, k, v * 2) end })
  proxy.y = 21
  same(list(proxy.y, proxy.z), "42 z?")
  local weak = setmetatable({}, { __mode = "k" })
  weak[{}] = 1
  collectgarbage()
  same(next(weak), nil)
end)

group("coroutine", function()
  local co = coroutine.create(function(a, b)
    local c = coroutine.yield(a + b)
    local d, e = coroutine.yield(c * 2)
    return d + e
  end)
  same(list(coroutine.resume(co, 1, 2)), "true 3")
  same(list(coroutine.resume(co, 10)), "true 20")
  same(list(coroutine.resume(co, 3, 4)), "true 7")
  same(coroutine.status(co), "dead")
  same(list(coroutine.resume(co)), "false cannot resume dead coroutine")
  local function range(n)
    return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
  end
  local sum = 0
  for i in range(1000) do sum = sum + i end
  same(sum, 500500)
  same(coroutine.isyieldable(), false)
  local held = coroutine.create(function() coroutine.yield() end)
  coroutine.resume(held)
  same(coroutine.close(held), true)
  local through = coroutine.wrap(function() return pcall(function() coroutine.yield("in pcall") error("after", 0) end) end)
  same(through(), "in pcall")
  same(list(through()), "false after")
end)

group("utf8", function()
  same(utf8.char(72, 228, 8364, 128512), "Hä€😀")
  same(utf8.len("Hä€😀"), 4)
  same(list(utf8.codepoint("ä€", 1, -1)), "228 8364")
  same(utf8.offset("aä€", 3), 4)
  local n = 0
  for _, c in utf8.codes("ä€") do n = n + c end
  same(n, 8592)
  same(list(utf8.len("\xff")), "nil 1")
end)

group("io", function()
  local name = os.tmpname()
  local f = assert(io.open(name, "w"))
  f:write("line one\n", 2, " ", 3.5, "\nline three")
  same(f:seek("cur"), 25)
  f:close()
  local lines = {}
  for l in io.lines(name) do lines[#lines + 1] = l end
  same(table.concat(lines, "|"), "line one|2 3.5|line three")
  f = assert(io.open(name, "r+"))
  same(f:read("L"), "line one\n")
  same(list(f:read("n", "n")), "2 3.5")
  same(f:read(1), "\n")
  same(f:read("a"), "line three")
  same(f:read("a"), "")
  same(f:read("l"), nil)
  same(f:seek("set", 5), 5)
  f:write("ONE")
  f:seek("set")
  same(f:read("l"), "line ONE")
  same(f:setvbuf("full", 1024), true)
  f:close()
  same(io.type(f), "closed file")
  same(list(io.open("/nowhere/at/all")), "nil /nowhere/at/all: No such file or directory 2")
  assert(os.remove(name))
  same(os.remove(name), nil)
end)

group("os", function()
  same(os.date("!%Y-%m-%d %H:%M:%S", 86400), "1970-01-02 00:00:00")
  same(os.date("!*t", 951782400).day, 29)
  same(os.time({ year = 2000, month = 1, day = 1, hour = 12 }) - os.time({ year = 1999, month = 12, day = 31, hour = 12 }), 86400)
  same(os.date("!%A %B %d %j %U %p", 0), "Thursday January 01 001 00 AM")
  assert(os.clock() >= 0)
  assert(os.time() > 1.6e9)
  same(os.getenv("NO_SUCH_VARIABLE"), nil)
  same(os.setlocale("C"), "C")
  same(os.difftime(10, 4), 6.0)
end)

group("debug and errors", function()
  local info = debug.getinfo(1, "Sl")
  assert(info.currentline > 0 and info.short_src:match("libraries.lua$"))
  local function f(x) local y = x + 1; return debug.getlocal(1, 2), y end
  same(f(1), "y")
  same(debug.getupvalue(f, 1) ~= nil, true)
  assert(debug.traceback("top"):match("^top\nstack traceback:"))
  local count = 0
  debug.sethook(function() count = count + 1 end, "", 100)
  for _ = 1, 10000 do end
  debug.sethook()
  assert(count > 10)
  same(select(2, pcall(function() local t; return t.x end)):match("attempt to index a nil value %(local 't'%)") ~= nil, true)
  local function forever() return forever() + 1 end
  assert(select(2, pcall(forever)):match("stack overflow"))
  assert(select(2, pcall(string.rep, "x", 1 << 40)):match("memory") or true)
end)

group("package and chunks", function()
  package.preload["greeting"] = function(name) return { name = name, hello = "hi" } end
  same(require("greeting").hello, "hi")
  same(package.loaded.greeting.name, "greeting")
  same(pcall(require, "no.such.module"), false)
  local chunk = string.dump(load("local a = ... return a * 2"))
  same(load(chunk, "dumped", "b")(21), 42)
  same(list(load(chunk, "dumped", "t")), "nil attempt to load a binary chunk (mode is 't')")
  local env = { y = 5 }
  same(load("return y", "chunk", "t", env)(), 5)
  local parts = { "return ", "1", " + ", "2" }
  local i = 0
  same(load(function() i = i + 1; return parts[i] end)(), 3)
end)

group("goto, integer loops, garbage", function()
  local out = {}
  for i = 1, 5 do
    if i % 2 == 0 then goto continue end
    out[#out + 1] = i
    ::continue::
  end
  same(table.concat(out, ","), "1,3,5")
  local n = 0
  for _ = math.maxinteger - 2, math.maxinteger do n = n + 1 end
  same(n, 3)
  n = 0
  for x = 1.0, 2.0, 0.25 do n = n + x end
  same(n, 7.5)
  local finalised = 0
  for _ = 1, 100 do setmetatable({}, { __gc = function() finalised = finalised + 1 end }) end
  collectgarbage()
  collectgarbage()
  same(finalised, 100)
  collectgarbage("generational")
  local keep = {}
  for i = 1, 20000 do keep[i % 100 + 1] = { tostring(i) } end
  collectgarbage("incremental")
  assert(collectgarbage("count") > 0)
end)

os.exit(failed == 0 and 0 or 1)
