using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Serving.Clients;

/// <summary>How clients behave who wait for answers: closed loops, conversations, and clients who go away.</summary>
/// <remarks>A client acts when it sees something; the engine hears of it when it next empties its inbox, as for any request.</remarks>
public sealed record ClientSpec
{
    /// <summary>Clients of a closed loop, each with one request (or conversation) at a time, taken in the order of the trace; 0 for the arrivals of the trace.</summary>
    public int Count { get; init; }

    /// <summary>From an answer to the client's next request.</summary>
    public Duration Think { get; init; }

    /// <summary>Whether a turn of a session waits for the answer to the turn before it, and then for <see cref="Think"/>.</summary>
    public bool TurnsWait { get; init; }

    /// <summary>From arrival until a client gives up whose answer is not complete; null for never.</summary>
    public Duration? Patience { get; init; }

    /// <summary>From arrival until a client gives up who has not seen a token; null for never.</summary>
    public Duration? FirstTokenPatience { get; init; }

    /// <summary>Share of the clients who go away for a reason of their own, 0 to 1.</summary>
    public double LeavingShare { get; init; }

    /// <summary>When those leave: the mean of an exponential law, from arrival.</summary>
    public Duration LeavingAfter { get; init; }

    /// <summary>Whether anything differs from requests that come when the trace says and stay to the end.</summary>
    public bool IsSet => Count > 0 || TurnsWait || GivesUp;

    /// <summary>Whether a request can end before it is complete.</summary>
    public bool GivesUp => Patience is not null || FirstTokenPatience is not null || LeavingShare > 0;

    /// <summary>What is out of range or does not fit together.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            List<string> faults = [];
            if (Count < 0) faults.Add($"there are {Count} clients; expected 0 (the arrivals of the trace) or more");
            if (Think < Duration.Zero) faults.Add($"the think time is {Think}; expected none or more");
            if (Think > Duration.Zero && Count == 0 && !TurnsWait) faults.Add("a think time needs clients or turns that wait");
            if (Patience <= Duration.Zero || FirstTokenPatience <= Duration.Zero) faults.Add("a patience is not positive");
            if (LeavingShare is not (>= 0 and <= 1)) faults.Add($"the share of clients who leave is {LeavingShare}; expected 0 to 1");
            if (LeavingShare > 0 != LeavingAfter > Duration.Zero) faults.Add("clients who leave need both a share and a mean time above zero");
            return faults;
        }
    }

    /// <summary>The same, if it can be simulated.</summary>
    /// <exception cref="PresetException">There are <see cref="Faults"/>; the message names them all.</exception>
    public ClientSpec Checked() =>
        Faults.Count == 0 ? this : throw new PresetException($"The clients cannot be simulated: {string.Join("; ", Faults)}.");
}
