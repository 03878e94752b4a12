using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DeepStack.Sim.Cli;

/// <summary>What <c>deepstack --help</c> says: the verbs, each in a sentence. A verb's own help says everything.</summary>
internal sealed class RootHelp : SynchronousCommandLineAction
{
    private readonly SynchronousCommandLineAction _usual;

    private RootHelp(SynchronousCommandLineAction usual) => _usual = usual;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is RootCommand root)
            foreach (Command verb in root.Subcommands) verb.Description = FirstSentence(verb.Description ?? "");
        return _usual.Invoke(parseResult);
    }

    /// <summary>Makes a command's <c>--help</c> say so.</summary>
    public static void ShowIn(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new RootHelp((SynchronousCommandLineAction)help.Action!);
    }

    private static string FirstSentence(string text)
    {
        string words = text.ReplaceLineEndings(" ");
        int end = words.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? words : words[..(end + 1)];
    }
}
