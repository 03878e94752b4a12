using System.Globalization;
using BenchmarkDotNet.Running;
using DeepStack.Sim.Benchmarks.DesignPoints;
using DeepStack.Sim.Benchmarks.GenZ;
using DeepStack.Sim.Benchmarks.Kernel;
using DeepStack.Sim.Benchmarks.Memory;
using DeepStack.Sim.Benchmarks.Network;
using DeepStack.Sim.Benchmarks.Noc;
using DeepStack.Sim.Benchmarks.Serving;
using DeepStack.Sim.Benchmarks.Steps;
using DeepStack.Sim.Benchmarks.Thermal;

namespace DeepStack.Sim.Benchmarks;

/// <summary>
/// <c>kernel [DISTRIBUTION...]</c>, <c>memory</c>, <c>checker COMMANDS</c>, <c>noc</c>, <c>network FOLDER [NS3-RUNNER]</c>, <c>serving [TRACE]</c>, <c>steps</c>, <c>points</c>, <c>thermal</c> and <c>genz</c>
/// print medians of CPU time in a minute; anything else goes to BenchmarkDotNet.
/// </summary>
internal static class Program
{
    private static void Main(string[] args)
    {
        if (args is ["kernel", .. string[] distributions])
            KernelReport.Write(Console.Out, distributions.Length > 0 ? distributions : DelayTable.Names);
        else if (args is ["memory"])
            MemoryReport.Write(Console.Out);
        else if (args is ["checker", string commands])
            CheckerReport.Write(Console.Out, long.Parse(commands, CultureInfo.InvariantCulture));
        else if (args is ["noc"])
            NocReport.Write(Console.Out);
        else if (args is ["serving", .. string[] trace])
        {
            SchedulerReport.Write(Console.Out, trace.FirstOrDefault());
            ReplayReport.Write(Console.Out, trace.FirstOrDefault());
        }
        else if (args is ["network", string folder, .. string[] runner])
            NetworkSpeedReport.Write(Console.Out, folder, runner.FirstOrDefault());
        else if (args is ["steps"])
            StepReport.Write(Console.Out);
        else if (args is ["points"])
            DesignPointReport.Write(Console.Out);
        else if (args is ["thermal"])
            ThermalReport.Write(Console.Out);
        else if (args is ["genz"])
            GenZReport.Write(Console.Out);
        else
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    }
}
