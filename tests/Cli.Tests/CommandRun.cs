namespace DeepStack.Sim.Cli.Tests;

/// <summary>One run of the command line inside the test process.</summary>
/// <param name="ExitCode">What the process would return.</param>
/// <param name="Output">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    private static readonly Lock Console = new();

    /// <summary>Runs a command line; runs exclude each other, since they share the console.</summary>
    public static CommandRun Of(params string[] args) => Capture(() => Program.Run(Program.RootOf(), args));

    /// <summary>Runs what a command would run, with its errors made messages.</summary>
    public static CommandRun Guarding(Func<int> run) => Capture(() => ExitCodes.Guard(run));

    private static CommandRun Capture(Func<int> run)
    {
        lock (Console)
        {
            (TextWriter output, TextWriter errors) = (System.Console.Out, System.Console.Error);
            using StringWriter capturedOutput = new(), capturedErrors = new();
            System.Console.SetOut(capturedOutput);
            System.Console.SetError(capturedErrors);
            try
            {
                return new CommandRun(run(), capturedOutput.ToString(), capturedErrors.ToString());
            }
            finally
            {
                System.Console.SetOut(output);
                System.Console.SetError(errors);
            }
        }
    }
}
