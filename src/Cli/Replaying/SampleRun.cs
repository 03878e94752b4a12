namespace DeepStack.Sim.Cli.Replaying;

/// <summary>What a bare <c>deepstack replay</c> does.</summary>
internal static class SampleRun
{
    /// <summary>Where it runs, and any trace for which nobody named a machine, a model or a plan: eight stacked devices.</summary>
    public const string Machine = """
        platform: stack3d-8
        model: llama-3-70b
        plan: { tensor: 8 }

        """;

    /// <summary>The scenario: the sample trace on that machine, at about two thirds of its capacity.</summary>
    public const string Scenario = Machine + "requests: { speedup: 1.8 }";

    /// <summary>The sample trace, which lies beside the program.</summary>
    public const string Trace = "sample:conversation";
}
