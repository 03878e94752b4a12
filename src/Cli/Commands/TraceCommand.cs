using System.CommandLine;

namespace DeepStack.Sim.Cli.Commands;

/// <summary><c>deepstack trace info|convert|synth</c>: request traces apart from any machine.</summary>
internal static class TraceCommand
{
    public static Command Create() => new("trace", "Looks at request traces, converts them, and makes them." +
        "\n\nExamples:\n  deepstack trace info traces/conversation.csv.gz\n  deepstack trace synth --rate 4 --requests 100 --out mine.csv")
    {
        TraceInfoCommand.Create(),
        TraceConvertCommand.Create(),
        TraceSynthCommand.Create(),
    };
}
