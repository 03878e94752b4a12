using System.CommandLine;
using System.CommandLine.Invocation;
using DeepStack.Sim.Cli.Commands;
using DeepStack.Sim.Presets;
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
        RootCommand root = RootOf(args.FirstOrDefault());
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

    private const string Description = """
        Simulates distributed accelerators with 3D-stacked DRAM that serve large language models.

        Examples:
          deepstack replay
          deepstack replay --help
        """;

    /// <summary>The verbs, in the order in which they are shown; each has a file in Commands.</summary>
    private static readonly (string Name, Func<Command> Create)[] Verbs =
    [
        ("replay", ReplayCommand.Create),
        ("estimate", EstimateCommand.Create),
        ("step", StepCommand.Create),
        ("op", OpCommand.Create),
        ("capacity", CapacityCommand.Create),
        ("explore", ExploreCommand.Create),
        ("compare", CompareCommand.Create),
        ("trace", TraceCommand.Create),
        ("presets", PresetsCommand.Create),
        ("dram", DramCommand.Create),
        ("network", NetworkCommand.Create),
        ("thermal", ThermalCommand.Create),
        ("calibrate", CalibrateCommand.Create),
        ("validate", ValidateCommand.Create),
        ("timing-trace", TimingTraceCommand.Create),
        ("memo", MemoCommand.Create),
    ];

    /// <summary>The command tree: the verb that the first word names, since building all of them takes longer than a short command; all of them where it names none.</summary>
    internal static RootCommand RootOf(string? first = null)
    {
        var root = new RootCommand(Description);
        RootHelp.ShowIn(root);
        (string Name, Func<Command> Create)[] named = Array.FindAll(Verbs, verb => verb.Name == first);
        foreach ((_, Func<Command> create) in named.Length > 0 ? named : Verbs) root.Add(create());
        RefuseMistypedOptions(root);
        return root;
    }

    /// <summary>Keeps mistyped options from passing for the files that commands take.</summary>
    private static void RefuseMistypedOptions(Command command)
    {
        foreach (Argument argument in command.Arguments)
        {
            argument.Validators.Add(given =>
            {
                if (given.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { Value: var word })
                    given.AddError($"{word} is no option of {command.Name}.{Spelling.DidYouMean(word, command.Options.Select(option => option.Name))}");
            });
        }
        foreach (Command inner in command.Subcommands) RefuseMistypedOptions(inner);
    }
}
