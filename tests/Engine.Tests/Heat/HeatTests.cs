using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.Heat;

public sealed class HeatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-heat-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ACoolMachineServesAsWithoutHeat()
    {
        RecordedRun off = Record(Small(new HeatOptions())), on = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }));

        Assert.Equal(off.Steps, on.Steps);
        Assert.Equal(off.Operators.Select(Unnamed), on.Operators.Select(Unnamed));
        Assert.Empty(off.Counters);
        Assert.Empty(off.HeatMaps);
        Assert.DoesNotContain(off.Ending!.Facts, f => f.Group == "heat");

        static OperatorRecord Unnamed(OperatorRecord op) => op with { Name = 0, Mapping = 0 };
    }

    [Fact]
    public void ACoolMachineKnowsItsPrecisionAsWithoutHeatAndOneHeldBackSaysThatItDoesNot()
    {
        RunFact[] off = Precision(new HeatOptions()), cool = Precision(new HeatOptions { Mode = ThermalMode.Reduced }), held = Precision(new HeatOptions { Mode = ThermalMode.Reduced, PowerCap = Power.FromWatts(45) });

        Assert.True(off.Length > 50);
        Assert.Equal(off, cool);
        Assert.StartsWith("not known: heat or a power cap changed refresh or clock", Assert.Single(held).Value, StringComparison.Ordinal);

        RunFact[] Precision(HeatOptions heat) => [.. Record(Small(heat) with { Confidence = ConfidenceGoal.Parse("auto") }).Ending!.Facts.Where(f => f.Group is MetricInterval.Facts or MetricInterval.Group)];
    }

    [Theory]
    [InlineData(ThermalMode.Steady)]
    [InlineData(ThermalMode.Transient)]
    [InlineData(ThermalMode.Reduced)]
    public void TheSameRunGivesTheSameBytesWithTheLoopClosed(ThermalMode mode)
    {
        PreparedRun prepared = PreparedRun.From(Small(new HeatOptions { Mode = mode, Throttle = Celsius.FromDegrees(45), PowerCap = Power.FromWatts(120) }, requests: 8));

        string first = Write(prepared, "first", memo: null), second = Write(prepared, "second", Path.Combine(_folder, "memo")), third = Write(prepared, "third", Path.Combine(_folder, "memo"));

        foreach (string file in Directory.GetFiles(first))
        {
            byte[] bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file)))), file);
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(third, Path.GetFileName(file)))), file);
        }
    }

    [Fact]
    public void TheReducedModelFollowsTheFullNetworkThroughARun()
    {
        RecordedRun transient = Record(Small(new HeatOptions { Mode = ThermalMode.Transient })), reduced = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }));

        double[] full = Values(transient, CounterNames.Temperature), quick = Values(reduced, CounterNames.Temperature);
        Assert.Equal(full.Length, quick.Length);
        for (int i = 0; i < full.Length; i++) Assert.InRange(quick[i] - full[i], -0.3, 0.3);
        HeatMapRecord a = transient.HeatMaps[^1], b = reduced.HeatMaps[^1];
        for (int i = 0; i < a.Cells.Count; i++) Assert.InRange(a.Cells[i] - b.Cells[i], -0.3, 0.3);
    }

    [Fact]
    public void AHotMachineSlowsItsClockAndTakesLonger()
    {
        RecordedRun free = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced })), held = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced, Throttle = Celsius.FromDegrees(42) }));

        double[] clocks = Values(held, CounterNames.ClockRatio);
        Assert.Equal(1, clocks[0]);
        Assert.InRange(clocks.Min(), 0.25, 0.95);
        Assert.All(clocks, c => Assert.Equal(c * 32, Math.Round(c * 32), 12));
        Assert.True(held.Ending!.At > free.Ending!.At);
        Assert.True(Mean(held, CounterNames.Temperature) < Mean(free, CounterNames.Temperature));
        Assert.True(EnergyOf(held, "matrix units") < 0.97 * EnergyOf(free, "matrix units"));
    }

    [Fact]
    public void ACapHoldsThePowerOfEveryStep()
    {
        RecordedRun held = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced, PowerCap = Power.FromWatts(50), StartsAtAmbient = true }));

        var steps = new StepPowers();
        held.PlayTo(steps);
        double background = held.Energies.Where(e => IsBackground(held.Names[e.Component])).Sum(e => e.Spent.Joules) / (held.Ending!.At.Picoseconds * 1e-12) / 2;
        Assert.InRange(steps.Watts.Max() + background, 46, 52);
        Assert.All(steps.Watts, w => Assert.InRange(w + background, 0, 52));
    }

    [Fact]
    public void AMachineThatTripsEndsItsRun()
    {
        PreparedRun prepared = PreparedRun.From(Small(new HeatOptions { Mode = ThermalMode.Reduced, Throttle = null, Trip = Celsius.FromDegrees(45) }));
        var records = new RecordedRun();
        var run = new SimulationRun(prepared, new RunServices());

        run.Execute(records);

        Assert.True(run.Tripped);
        Assert.False(records.Ending!.Complete);
        Assert.Contains(records.Ending.Facts, f => f.Name == "trip");
    }

    [Fact]
    public void HotDramRefreshesMoreOftenAndSpendsMoreOnIt()
    {
        string stack = Hotter("stack3d-4-cold-plate", ambient: "346");
        RecordedRun cool = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced, Throttle = null })), hot = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced, Throttle = null, Stack = stack, Trip = Celsius.FromDegrees(130) }));

        Assert.Contains(2, Values(hot, CounterNames.RefreshRate));
        Assert.True(EnergyOf(hot, "DRAM refresh") > 1.3 * EnergyOf(cool, "DRAM refresh"));
        Assert.True(EnergyOf(hot, "logic leakage") > 2 * EnergyOf(cool, "logic leakage"));
    }

    [Fact]
    public void PowerIsWhatTheEnergyAccountSaysAndEveryReplicaCounts()
    {
        RecordedRun records = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }) with { Plan = new ParallelPlan(2, DataParallel: 2) });

        double all = records.Energies.Sum(e => e.Spent.Joules);
        double machine = all / (records.Ending!.At.Picoseconds * 1e-12);
        Assert.InRange(machine / 4 / NumberOf(records, "mean power of the device"), 0.8, 1.2);
        Assert.Equal(2, records.Counters.Select(c => c.Track).Distinct().Count());
    }

    [Theory]
    [InlineData("stack3d-8")]
    [InlineData("h100-8")]
    public void EveryJouleOfTheAccountEntersTheStack(string platform)
    {
        RecordedRun records = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }) with { Platform = platform });

        double spent = records.Energies.Sum(e => e.Spent.Joules), mean = NumberOf(records, "mean power of the device");
        Assert.InRange(spent / 2 / (records.Ending!.At.Picoseconds * 1e-12) / mean, 0.999, 1.001);
    }

    [Fact]
    public void AStackThatCannotBeReadIsNamedBeforeALongTraceIsRead()
    {
        Scenario scenario = Small(new HeatOptions { Mode = ThermalMode.Reduced, Stack = "no-such-stack" }) with { Trace = Path.Combine(_folder, "no-such-trace.csv") };

        Assert.Contains("no-such-stack", Assert.ThrowsAny<Exception>(() => PreparedRun.From(scenario)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a100-8", 80)]
    [InlineData("h100-8", 80)]
    [InlineData("h800-8", 80)]
    [InlineData("h200-8", 80)]
    [InlineData("h20-8", 80)]
    [InlineData("b200-8", 150)]
    [InlineData("gb200", 150)]
    [InlineData("mi210-2", 70)]
    [InlineData("mi325x-4", 210)]
    public void GpusDrawAtRestWhatGpusDrawAndWarmUpWithWork(string platform, double atRest)
    {
        RecordedRun records = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }, requests: 4) with { Platform = platform, Plan = new ParallelPlan(1), Fidelity = Fidelity.Analytical });

        double seconds = records.Ending!.At.Picoseconds * 1e-12;
        Assert.InRange(records.Energies.Where(e => IsBackground(records.Names[e.Component])).Sum(e => e.Spent.Joules) / seconds / atRest, 0.75, 1.25);
        Assert.InRange(records.HeatMaps[0].Cells.Max(c => c.Degrees), 38, 90);
        Assert.Equal(["logic", "dram0", "dram1", "dram2", "dram3", "section through the stack"], records.HeatMaps.Select(m => m.Name));
    }

    [Fact]
    public void MapsShowEveryDieAndTheSection()
    {
        RecordedRun records = Record(Small(new HeatOptions { Mode = ThermalMode.Reduced }));

        Assert.Equal(["logic", "dram0", "dram1", "dram2", "dram3", "section through the stack"], records.HeatMaps.Select(m => m.Name));
        Assert.All(records.HeatMaps, m => Assert.Equal(m.Rows * m.Columns, m.Cells.Count));
        Assert.True(records.HeatMaps[0].Cells.Max(c => c.Degrees) > records.HeatMaps[4].Cells.Max(c => c.Degrees));
    }

    [Theory]
    [InlineData("stack: \"nowhere\"", "nowhere")]
    [InlineData("stack: \"stack3d-cold-plate\"", "it has 8 layers of DRAM, but Tasa-like has 4. Take a stack with as many.")]
    [InlineData("trip: 30 C", "The trip limit of 30 C is not above the ambient of 35 C")]
    [InlineData("throttle: 20 C", "The throttle's target of 20 C is not above the ambient of 35 C")]
    [InlineData("trip: 36 C", "without any work it is at")]
    public void WhatCannotBeIsNamed(string option, string message)
    {
        Scenario scenario = ScenarioFile.Read(PresetDocument.Parse("scenario", $"trace: \"{Trace}\"\nmodel: llama-3-8b\nplan: {{ tensor: 2 }}\nrequests: {{ limit: 2 }}\nthermal: {{ mode: reduced, {option} }}", []));

        PresetException fault = Assert.Throws<PresetException>(() => PreparedRun.From(scenario));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStackThatRunsAwayWithoutWorkIsRefused()
    {
        string stack = Hotter("stack3d-4-cold-plate", ambient: "308.15", resistance: "6");

        PresetException fault = Assert.Throws<PresetException>(() => PreparedRun.From(Small(new HeatOptions { Mode = ThermalMode.Reduced, Stack = stack })));

        Assert.Contains("Thermal runaway", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("platform", "lamosys-like:decode", "names no energy preset")]
    [InlineData("platform", "rtx4090", "rtx4090 names no thermal stack. Name one with thermal.stack, or leave heat off.")]
    [InlineData("serving.step_model", "constant:5ms", "a step model without operators")]
    public void MachinesWithoutEnergyCannotGrowWarm(string path, string value, string message)
    {
        Scenario scenario = ScenarioFile.Read(PresetDocument.Parse("scenario", $"trace: \"{Trace}\"\nmodel: llama-3-8b\nplan: {{ tensor: 2 }}\nthermal: {{ mode: reduced }}", [new PresetOverride(path, value)]));

        Assert.Contains(message, Assert.Throws<PresetException>(() => PreparedRun.From(scenario)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsAreWrittenAndReadBack()
    {
        var options = new HeatOptions
        {
            Mode = ThermalMode.Steady,
            Stack = "stack3d-4-cold-plate",
            StartsAtAmbient = true,
            Throttle = null,
            LowestClock = 0.5,
            Trip = Celsius.FromDegrees(110),
            PowerCap = Power.FromWatts(150),
            Hysteresis = 3,
            SensorPeriod = Duration.FromNanoseconds(2_000_000),
            SensorDelay = Duration.FromNanoseconds(3_000_000),
        };

        string text = ScenarioFile.Write(Small(options));

        Assert.Equal(options, ScenarioFile.Read(PresetDocument.Parse("scenario", text, [])).Heat);
        Assert.DoesNotContain("thermal", ScenarioFile.Write(Small(new HeatOptions())), StringComparison.Ordinal);
    }

    private static string Trace => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");

    private static bool IsBackground(string component) => component is "DRAM refresh" or "DRAM standby" or "logic leakage" or "clocks and control";

    private static Scenario Small(HeatOptions heat, int requests = 12) => new()
    {
        Trace = Trace,
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Requests = new RequestSelection { Limit = requests },
        Heat = heat,
    };

    private static RecordedRun Record(Scenario scenario)
    {
        var records = new RecordedRun();
        new SimulationRun(PreparedRun.From(scenario), new RunServices()).Execute(records);
        return records;
    }

    private static double NumberOf(RecordedRun records, string fact) => double.Parse(records.Ending!.Facts.Single(f => f.Name == fact).Value.Split(' ')[0], CultureInfo.InvariantCulture);

    private static double[] Values(RecordedRun records, string counter) => [.. records.Counters.Where(c => records.Names[c.Name] == counter).Select(c => c.Value)];

    private static double Mean(RecordedRun records, string counter) => Values(records, counter).Average();

    private static double EnergyOf(RecordedRun records, string component) => records.Energies.Single(e => records.Names[e.Component] == component).Spent.Joules;

    private string Hotter(string stack, string ambient, string resistance = "0.05")
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src", "Presets", "Data", "thermal", stack + ".yaml"));
        text = text.Replace("value: 308.15", $"value: {ambient}", StringComparison.Ordinal).Replace("convectionResistanceKW: { value: 0.05", $"convectionResistanceKW: {{ value: {resistance}", StringComparison.Ordinal);
        string path = Path.Combine(_folder, "hot.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    private string Write(PreparedRun prepared, string name, string? memo)
    {
        string target = Path.Combine(_folder, name);
        using RunFolder folder = RunFolder.Create(target);
        using var results = new ResultSet(folder, new ResultOptions { TimelineOptions = new TimelineOptions() });
        new SimulationRun(prepared, new RunServices { MemoFolder = memo }).Execute(results.Recorder);
        results.Complete();
        folder.Commit();
        return target;
    }

    /// <summary>The mean power of each step on one device, background apart.</summary>
    private sealed class StepPowers : RunProjection
    {
        private readonly List<(double Joules, Duration End, Duration Host)> _steps = [];

        public IEnumerable<double> Watts => _steps.Select(s => s.Joules / (s.End - s.Host).Seconds);

        public override void Step(in StepRecord step) => _steps.Add((0, step.HostTime, step.HostTime));

        public override void Operator(in OperatorRecord op)
        {
            (double joules, Duration end, Duration host) = _steps[^1];
            Duration last = op.Offset + (op.Period * (op.Repeat - 1)) + op.Elapsed;
            _steps[^1] = (joules + (op.Energy.Joules * op.Repeat), Duration.Max(end, last), host);
        }
    }
}
