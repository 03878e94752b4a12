using System.Diagnostics;
using System.Globalization;
using DeepStack.Sim.Interconnect.Scenarios;

namespace DeepStack.Sim.Benchmarks.Network;

/// <summary>How fast the packet network runs the perf_* scenarios of a folder, warm and without reading them; beside it ns-3, if its runner is given.</summary>
internal static class NetworkSpeedReport
{
    private const int WarmUps = 5;
    private const int Rounds = 9;

    public static void Write(TextWriter output, string folder, string? ns3Runner)
    {
        output.WriteLine("| scenario | packet-hops | ours, CPU ms | million packet-hops a CPU second | ns-3, CPU ms | times ns-3 |");
        output.WriteLine("|---|---|---|---|---|---|");
        var ratios = new List<double>();
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "scenarios"), "perf_*.json").Order(StringComparer.Ordinal))
        {
            NetworkScenario scenario = NetworkScenarioReader.Read(file);
            for (int i = 0; i < WarmUps; i++) _ = new ScenarioRun(scenario).Run();
            (List<double> ours, List<double> ns3) = ([], []);
            long hops = 0;
            for (int round = 0; round < Rounds; round++)
            {
                var run = new ScenarioRun(scenario);
                double before = CpuSeconds();
                hops = run.Run().PacketHops;
                ours.Add(CpuSeconds() - before);
                if (ns3Runner is not null) ns3.Add(RunNs3(ns3Runner, file));
            }
            double own = Median(ours);
            string other = "- | -";
            if (ns3.Count > 0)
            {
                ratios.Add(Median(ns3) / own);
                other = string.Create(CultureInfo.InvariantCulture, $"{Median(ns3) * 1e3:F0} | {ratios[^1]:F1}");
            }
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {scenario.Name} | {hops} | {own * 1e3:F1} | {hops / own / 1e6:F1} | {other} |"));
        }
        if (ratios.Count > 0) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\ngeometric mean {Math.Exp(ratios.Average(Math.Log)):F1} times ns-3, least {ratios.Min():F1}"));
    }

    /// <summary>The CPU seconds that ns-3 itself reports for its run, without reading the file: the last field of its line.</summary>
    private static double RunNs3(string runner, string file)
    {
        using Process process = Process.Start(new ProcessStartInfo(runner, [$"--scenario={file}"]) { RedirectStandardOutput = true })!;
        string line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return double.Parse(line[(line.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture);
    }

    private static double CpuSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
