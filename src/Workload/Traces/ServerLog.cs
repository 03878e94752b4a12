using System.Globalization;
using System.Text.RegularExpressions;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Traces;

/// <summary>The steps that a vLLM server log tells, when it was started with iteration details; requests are not in it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Steps">The steps, in file order.</param>
/// <param name="KvCacheTokens">Tokens that the cache holds, if the log says so at start-up.</param>
/// <param name="FaultyLines">Lines that begin like a step but could not be read.</param>
public sealed partial record ServerLog(string Name, IReadOnlyList<ServerLogStep> Steps, long? KvCacheTokens, int FaultyLines)
{
    private const string StepMark = "Iteration(";
    private const string CacheMark = "GPU KV cache size:";

    /// <summary>Reads a log, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onError">What to do with step lines that cannot be read.</param>
    /// <exception cref="TraceFormatException">The file cannot be opened, holds no step, or a step line is broken and not to be skipped.</exception>
    public static ServerLog Read(string path, BadRows onError)
    {
        using TraceText text = TraceText.Open(path);
        return Read(text, onError);
    }

    /// <summary>Reads a log from memory.</summary>
    /// <param name="name">The name to show in messages.</param>
    /// <param name="content">The file's bytes.</param>
    /// <param name="onError">What to do with step lines that cannot be read.</param>
    /// <exception cref="TraceFormatException">As for a file.</exception>
    public static ServerLog Read(string name, byte[] content, BadRows onError)
    {
        using TraceText text = TraceText.OpenStream(name, new MemoryStream(content, writable: false));
        return Read(text, onError);
    }

    /// <summary>Whether a file is such a log.</summary>
    internal static bool Matches(TraceSample sample) => !sample.IsJson && (sample.Contains(StepMark) || sample.Contains(CacheMark) || sample.Contains("Avg prompt throughput:"));

    /// <summary>Whether a file is such a log.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TraceFormatException">The file cannot be opened.</exception>
    public static bool IsLog(string path)
    {
        using TraceText text = TraceText.Open(path);
        return Matches(new TraceSample(text.ReadSample(1 << 14)));
    }

    private static ServerLog Read(TraceText text, BadRows onError)
    {
        string path = text.File;
        var steps = new List<ServerLogStep>();
        long? cacheTokens = null;
        int faulty = 0;
        while (text.ReadLine() is { } line)
        {
            if (line.Contains(CacheMark, StringComparison.Ordinal) && CacheSize().Match(line) is { Success: true } size) cacheTokens = Whole(size.Groups[1].Value.Replace(",", "", StringComparison.Ordinal));
            if (!line.Contains(StepMark, StringComparison.Ordinal)) continue;
            if (StepOf(line, text.Line) is { } step) steps.Add(step);
            else if (onError == BadRows.Skip) faulty++;
            else throw new TraceFormatException($"{path}:{text.Line}: the iteration line cannot be read; expected \"Iteration(K): A context requests, B context tokens, C generation requests, D generation tokens, iteration elapsed time: F ms\". Mend it, or leave such lines out with --on-error skip.");
        }
        if (steps.Count == 0) throw new TraceFormatException($"{path}: the log tells no step; start the server with --enable-logging-iteration-details.");
        return new ServerLog(Path.GetFileName(path), steps, cacheTokens, faulty);
    }

    private static ServerLogStep? StepOf(string line, int number)
    {
        Match match = Step().Match(line);
        if (!match.Success) return null;
        long?[] counts = [.. Enumerable.Range(1, 5).Select(i => Whole(match.Groups[i].Value))];
        return counts.All(c => c is <= int.MaxValue) && decimal.TryParse(match.Groups[6].Value, CultureInfo.InvariantCulture, out decimal milliseconds) && milliseconds < 1e9m
            ? new ServerLogStep(number, counts[0]!.Value, (int)counts[1]!, (int)counts[2]!, (int)counts[3]!, (int)counts[4]!, Duration.FromPicoseconds((long)(milliseconds * 1_000_000_000m)))
            : null;
    }

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    [GeneratedRegex(@"Iteration\((\d+)\): (\d+) context requests, (\d+) context tokens, (\d+) generation requests, (\d+) generation tokens, iteration elapsed time: (\d+(?:\.\d+)?) ms", RegexOptions.CultureInvariant)]
    private static partial Regex Step();

    [GeneratedRegex(@"GPU KV cache size: ([\d,]+) tokens", RegexOptions.CultureInvariant)]
    private static partial Regex CacheSize();
}
