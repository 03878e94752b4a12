using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>Collects the requests of a trace under reading, checks what all formats have in common, and notes faults.</summary>
internal sealed class TraceBuilder(string file, TraceReadOptions options)
{
    /// <summary>More tokens than this in one request is a fault of the file.</summary>
    public const int MostTokens = 100_000_000;

    private const int FaultsShown = 10;
    private const long PicosecondsPerSecond = 1_000_000_000_000;

    private readonly List<TraceRequest> _requests = [];
    private readonly List<int> _lines = [];
    private readonly List<string> _faults = [];
    private readonly List<LeftOut> _leftOut = [];
    private Int128 _first;
    private Int128 _latest;
    private int _rows;
    private int _faultCount;

    /// <summary>The file's name, as messages show it.</summary>
    public string File => file;

    /// <summary>How the trace is read.</summary>
    public TraceReadOptions Options => options;

    /// <summary>Whether enough requests were taken, so that reading can stop.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Picoseconds of a decimal number of seconds, rounded to the nearest; exact for twelve digits after the point.</summary>
    public static Int128? Picoseconds(decimal seconds) =>
        Math.Abs(seconds) < 1e15m ? (Int128)Math.Round(seconds * PicosecondsPerSecond) : null;

    /// <summary>Notes a fault of a row; the message follows file and line.</summary>
    public void Fault(int line, string message)
    {
        _faultCount++;
        if (_faults.Count < FaultsShown) _faults.Add($"{file}:{line}: {message}");
    }

    /// <summary>Counts a row that is fine but asks for nothing, such as a failed request.</summary>
    public void LeaveOut(string reason)
    {
        int index = _leftOut.FindIndex(l => l.Reason == reason);
        if (index < 0) _leftOut.Add(new LeftOut(reason, 1));
        else _leftOut[index] = new LeftOut(reason, _leftOut[index].Count + 1);
    }

    /// <summary>Adds a request, or notes why it cannot be one.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="arrival">Its arrival in picoseconds on the file's own clock.</param>
    /// <param name="request">The request; index and arrival are set here.</param>
    public void Add(int line, Int128 arrival, TraceRequest request)
    {
        if (IsFull) return;
        if (_rows == 0) _first = _latest = arrival;
        Int128 after = arrival - _first;
        if (arrival < _latest)
        {
            Fault(line, $"the request arrives {Seconds(_latest - arrival)} s before the one above it; sort the rows by time");
            return;
        }
        if (after > Duration.MaxValue.Picoseconds)
        {
            Fault(line, "the request arrives more than 106 days after the first, which no run can hold; split the trace");
            return;
        }
        _rows++;
        _latest = arrival;
        if (options.Horizon is { } horizon && after >= horizon.Picoseconds)
        {
            IsFull = true;
            return;
        }
        _lines.Add(line);
        _requests.Add(request with { Index = _requests.Count, Arrival = SimTime.FromPicoseconds((long)after), Id = request.Id.Length > 0 ? request.Id : $"{_requests.Count}" });
        IsFull = options.Limit is { } limit && _requests.Count >= limit;
    }

    /// <summary>Ends the reading.</summary>
    /// <param name="format">The format's name.</param>
    /// <param name="hasArrivals">Whether the format tells arrivals.</param>
    /// <exception cref="TraceFormatException">Rows were faulty and are not to be skipped, or there is no request.</exception>
    public RequestTrace Finish(string format, bool hasArrivals = true)
    {
        if (_faultCount > 0 && options.OnError == BadRows.Stop) throw new TraceFormatException(FaultMessage());
        if (_requests.Count == 0)
            throw new TraceFormatException($"{file}: the trace ({format}) holds no request that can be replayed{(_faultCount > 0 ? $"; {_faultCount} faulty rows were skipped. {_faults[0]}" : "; check that the file is complete")}.");
        if (_faultCount > 0) _leftOut.Add(new LeftOut("faulty row", _faultCount));
        return new RequestTrace(Path.GetFileName(file), format, _requests) { LeftOut = _leftOut, Lines = _lines, HasArrivals = hasArrivals };
    }

    private static string Seconds(Int128 picoseconds) => ((decimal)picoseconds / PicosecondsPerSecond).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    private string FaultMessage()
    {
        string more = _faultCount > _faults.Count ? $"{Environment.NewLine}... and {_faultCount - _faults.Count} more faulty rows." : "";
        return $"{string.Join(Environment.NewLine, _faults.Select(f => f + "."))}{more}{Environment.NewLine}Mend the rows, or leave them out with --on-error skip.";
    }
}
