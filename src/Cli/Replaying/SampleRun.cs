namespace DeepStack.Sim.Cli.Replaying;

/// <summary>What a bare <c>deepstack replay</c> does.</summary>
internal static class SampleRun
{
    /// <summary>The scenario: the sample trace on eight stacked devices at about two thirds of their capacity.</summary>
    public const string Scenario = """
        platform: stack3d-8
        model: llama-3-70b
        plan: { tensor: 8 }
        requests: { speedup: 1.8 }
        """;

    /// <summary>The sample trace, which lies beside the program.</summary>
    public static string Trace => Path.Combine(AppContext.BaseDirectory, "traces", "conversation.csv.gz");
}
