using System.CommandLine;
using System.CommandLine.Invocation;
using DeepStack.Sim.Cli.Commands;
#if EVENT_KERNEL_SIMSHARP
using DeepStack.Sim.Core.Events;
#endif

namespace DeepStack.Sim.Cli;

/// <summary>The door: <c>deepstack VERB ...</c>.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
#if EVENT_KERNEL_SIMSHARP
        KernelChoice.Use(static () => new EventKernel.SimSharp.SimSharpEventList());
#endif
        RootCommand root = RootOf();
        ProductVersion.ShowIn(root);
        return Run(root, args);
    }

    /// <summary>Parses and runs a command line; gives the exit code.</summary>
    internal static int Run(RootCommand root, string[] args)
    {
        ParseResult parse = root.Parse(args);
        var plain = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        return ExitCodes.Guard(() => parse.Invoke(plain) is var code && parse.Action is ParseErrorAction ? ExitCodes.WrongInput : code);
    }

    /// <summary>The whole command tree; each verb has a file in Commands.</summary>
    internal static RootCommand RootOf() => new("Simulates distributed accelerators with 3D-stacked DRAM that serve large language models.")
    {
        CapacityCommand.Create(),
        CompareCommand.Create(),
        DramCommand.Create(),
        ReplayCommand.Create(),
        EstimateCommand.Create(),
        StepCommand.Create(),
        OpCommand.Create(),
        MemoCommand.Create(),
        CalibrateCommand.Create(),
        NetworkCommand.Create(),
        ThermalCommand.Create(),
        PresetsCommand.Create(),
        TraceCommand.Create(),
        TimingTraceCommand.Create(),
        ValidateCommand.Create(),
    };
}
