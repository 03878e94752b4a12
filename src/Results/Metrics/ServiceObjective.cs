using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>What a request must hold to count towards goodput; a limit that is not set always holds.</summary>
/// <param name="Ttft">Longest time to the first token.</param>
/// <param name="Tpot">Longest mean time per further token.</param>
/// <param name="E2e">Longest time to the last token.</param>
public sealed record ServiceObjective(Duration? Ttft = null, Duration? Tpot = null, Duration? E2e = null)
{
    /// <summary>Whether any limit is set.</summary>
    public bool IsSet => (Ttft ?? Tpot ?? E2e) is not null;

    /// <summary>Reads limits such as "ttft=2s,tpot=50ms"; the empty text sets none.</summary>
    /// <exception cref="FormatException">A limit is unknown, given twice, or no positive duration.</exception>
    public static ServiceObjective Parse(string text)
    {
        var objective = new ServiceObjective();
        if (text.Length == 0) return objective;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', StringSplitOptions.TrimEntries);
            if (pair.Length != 2 || !Duration.TryParse(pair[1], null, out Duration limit) || limit <= Duration.Zero)
                throw new FormatException($"\"{part}\" is no objective; expected a name and a duration, such as \"ttft=2s\".");
            objective = (pair[0], objective) switch
            {
                ("ttft", { Ttft: null }) => objective with { Ttft = limit },
                ("tpot", { Tpot: null }) => objective with { Tpot = limit },
                ("e2e", { E2e: null }) => objective with { E2e = limit },
                ("ttft" or "tpot" or "e2e", _) => throw new FormatException($"The objective \"{pair[0]}\" is given twice."),
                _ => throw new FormatException($"\"{pair[0]}\" is no objective; known are ttft, tpot and e2e."),
            };
        }
        return objective;
    }

    /// <summary>Whether a request with these latencies holds every limit that is set.</summary>
    public bool IsMetBy(Duration ttft, Duration tpot, Duration e2e) =>
        !(ttft > Ttft) && !(tpot > Tpot) && !(e2e > E2e);
}
