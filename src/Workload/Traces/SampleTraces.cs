namespace DeepStack.Sim.Workload.Traces;

/// <summary>The traces that lie beside the program, named <c>sample:conversation</c> wherever that is, so that a scenario that names one is the same on every machine.</summary>
public static class SampleTraces
{
    private const string Prefix = "sample:";

    /// <summary>The file of a trace: what the name says, or the sample that it names.</summary>
    /// <param name="trace">A path, or "sample:" and the name of a sample without its extensions.</param>
    /// <exception cref="TraceFormatException">There is no such sample.</exception>
    public static string FileOf(string trace)
    {
        if (!trace.StartsWith(Prefix, StringComparison.Ordinal)) return trace;
        string folder = Path.Combine(AppContext.BaseDirectory, "traces");
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.gz").Order(StringComparer.Ordinal)] : [];
        return Array.Find(files, file => StemOf(file) == trace[Prefix.Length..])
            ?? throw new TraceFormatException($"{trace}: there is no sample of that name. There are {string.Join(", ", files.Select(file => Prefix + StemOf(file)))}.");
    }

    /// <summary>What a trace is called: its file's name without folder and extensions.</summary>
    public static string StemOf(string trace)
    {
        string name = Path.GetFileName(trace.StartsWith(Prefix, StringComparison.Ordinal) ? trace[Prefix.Length..] : trace);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }
}
