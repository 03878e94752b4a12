using System.CommandLine;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli;

/// <summary>The options of every command that reads a trace, and the reading.</summary>
internal sealed class TraceOptions
{
    private readonly Option<BadRows> _onError = new("--on-error") { Description = "Faulty rows: stop and name them, or skip and count them", HelpName = "stop|skip", DefaultValueFactory = _ => BadRows.Stop };
    private readonly Option<int?> _limit = new("--limit") { Description = "Take only the first N requests", HelpName = "N" };
    private readonly Option<decimal?> _seconds = new("--seconds") { Description = "Take only the requests of the first S seconds", HelpName = "S" };
    private readonly Option<decimal> _speedup = new("--speedup") { Description = "Divide all arrival times by X", HelpName = "X", DefaultValueFactory = _ => 1m };
    private readonly Option<Overlong> _overlong = new("--overlong") { Description = "Requests longer than the limit: reject the trace, clip them, or extend the limit", HelpName = "reject|clip|extend", DefaultValueFactory = _ => Overlong.Reject };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="fits">Whether the command knows a longest sequence, so that --overlong means something.</param>
    public void AddTo(Command command, bool fits)
    {
        command.Options.Add(_onError);
        command.Options.Add(_limit);
        command.Options.Add(_seconds);
        command.Options.Add(_speedup);
        if (fits) command.Options.Add(_overlong);
    }

    /// <summary>How the command line wants a trace read.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="seed">Seeds what has to be drawn.</param>
    /// <exception cref="TraceFormatException">An option is wrong.</exception>
    public TraceReadOptions ReadOptions(ParseResult parse, ulong seed = 1)
    {
        if (parse.GetValue(_limit) is <= 0) throw new TraceFormatException("--limit expects a positive number of requests.");
        if (parse.GetValue(_seconds) is <= 0 or > 9_000_000) throw new TraceFormatException("--seconds expects a positive number, at most 9000000 (104 days).");
        return new TraceReadOptions
        {
            OnError = parse.GetValue(_onError),
            Limit = parse.GetValue(_limit),
            Horizon = parse.GetValue(_seconds) is { } seconds ? Duration.FromPicoseconds((long)(seconds * 1_000_000_000_000m)) : null,
            Seed = seed,
        };
    }

    /// <summary>Reads a trace as the options say.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="path">The file.</param>
    /// <param name="seed">Seeds what has to be drawn.</param>
    /// <exception cref="TraceFormatException">The file or an option is wrong.</exception>
    public RequestTrace Read(ParseResult parse, string path, ulong seed = 1)
    {
        RequestTrace trace = TraceReader.Read(path, ReadOptions(parse, seed));
        return parse.GetValue(_speedup) is 1m ? trace : trace.SpedUp(parse.GetValue(_speedup));
    }

    /// <summary>Makes a trace fit a longest sequence as --overlong says.</summary>
    /// <param name="parse">The parsed command line.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="maxPositions">The most tokens of a request.</param>
    /// <exception cref="TraceFormatException">A request is too long and is to be rejected.</exception>
    public RequestTrace Fit(ParseResult parse, RequestTrace trace, int maxPositions) => trace.Fitted(maxPositions, parse.GetValue(_overlong));
}
