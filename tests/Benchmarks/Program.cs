using BenchmarkDotNet.Running;
using DeepStack.Sim.Benchmarks.Kernel;

namespace DeepStack.Sim.Benchmarks;

/// <summary><c>kernel [DISTRIBUTION...]</c> prints medians of CPU time in a minute; anything else goes to BenchmarkDotNet.</summary>
internal static class Program
{
    private static void Main(string[] args)
    {
        if (args is ["kernel", .. string[] distributions])
            KernelReport.Write(Console.Out, distributions.Length > 0 ? distributions : DelayTable.Names);
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
