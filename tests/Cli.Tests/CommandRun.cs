namespace DeepStack.Sim.Cli.Tests;

/// <summary>One run of the command line inside the test process.</summary>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    private static readonly Lock Console = new();

    /// <summary>Runs a command line; runs exclude each other, since they share the console.</summary>
    public static CommandRun Of(params string[] args)
    {
        lock (Console)
        {
            (TextWriter output, TextWriter errors) = (System.Console.Out, System.Console.Error);
            using StringWriter capturedOutput = new(), capturedErrors = new();
            System.Console.SetOut(capturedOutput);
            System.Console.SetError(capturedErrors);
            try
            {
                return new CommandRun(Program.Run(Program.RootOf(), args), capturedOutput.ToString(), capturedErrors.ToString());
            }
            finally
            {
                System.Console.SetOut(output);
                System.Console.SetError(errors);
            }
        }
    }
}
