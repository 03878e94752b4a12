using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli;

/// <summary>What the process returns, and the one place where errors become messages.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Ran, but a check failed: a tolerance, an objective, a trip.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong input.</summary>
    public const int WrongInput = 2;

    /// <summary>A fault of ours.</summary>
    public const int InternalFault = 3;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command; an error made by the user becomes one message and exit code 2, any other keeps its trace and ends with 3.</summary>
    public static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is PresetException or ResultFormatException or TraceFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return WrongInput;
        }
        catch (Exception e) when (e is UnauthorizedAccessException || e.GetType() == typeof(IOException))
        {
            // The plain type alone: what is derived from it means a file we ask for in vain, or read wrongly, which is ours.
            Console.Error.WriteLine($"A file cannot be read or written: {e.Message}. Nothing was left half-written; make room or choose another place, and run again.");
            return WrongInput;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted; nothing was written.");
            return Interrupted;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"This is a fault of the simulator, not of its input. {e}");
            return InternalFault;
        }
    }
}
