using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Accounting;

public sealed class EnergyTests
{
    [Fact]
    public void OperatorsAndComponentsAddUpToTheSameEnergy()
    {
        RecordedRun records = Record(Small());

        double operators = records.Operators.Sum(op => op.Energy.Joules * op.Repeat * op.Devices);

        string[] always = ["DRAM refresh", "DRAM standby", "logic leakage", "clocks and control"];
        double components = EnergyOf(records).Where(e => !always.Contains(e.Key)).Sum(e => e.Value);
        Assert.True(operators > 0);
        Assert.Equal(1, components / operators, 1e-9);
    }

    [Fact]
    public void StaticPowerFlowsOnAllDevicesFromTheFirstInstantToTheLast()
    {
        RecordedRun records = Record(Small());

        Assert.Equal((10 + (342 * 0.06)) * 2 * records.Ending!.At.Picoseconds * 1e-12, EnergyOf(records)["logic leakage"] + EnergyOf(records)["clocks and control"], 1e-9);
    }

    [Fact]
    public void DramReadsCostWhatItsBitsCostAndLinesAddLittle()
    {
        RecordedRun records = Record(Small());

        double bytes = records.Operators.Sum(op => (double)op.Banks.Amount.Count * op.Repeat * op.Devices);
        double read = EnergyOf(records)["DRAM reading"] + EnergyOf(records)["DRAM writing"];

        Assert.InRange(read / (bytes * 8 * 0.605e-12), 0.99, 1.1);
    }

    [Fact]
    public void AnalyticalStepsCostNearlyWhatEventStepsCost()
    {
        StepExecutors executors = PreparedRun.From(Small()).Executors();
        StepShape shape = MixedStep();

        OperatorEvents truth = Sum(executors.Detailed.Execute(shape)), predicted = Sum(executors.Analytical.Execute(shape));

        Assert.InRange(predicted.Activations / truth.Activations, 0.85, 1.1);
        Assert.InRange(predicted.ReadBytes / truth.ReadBytes, 0.95, 1.05);
        Assert.Equal(truth.MatrixWork, predicted.MatrixWork, truth.MatrixWork * 1e-9);
        Assert.Equal(truth.LinkBytes, predicted.LinkBytes, truth.LinkBytes * 1e-9);
    }

    [Fact]
    public void SampledStepsCostNearlyWhatEventStepsCost()
    {
        StepExecutors executors = PreparedRun.From(Small()).Executors();
        StepShape shape = MixedStep();

        OperatorEvents truth = Sum(executors.Detailed.Execute(shape)), sampled = Sum(executors.Sampled.Execute(shape));

        Assert.InRange(sampled.Activations / truth.Activations, 0.9, 1.1);
        Assert.InRange(sampled.ReadBytes / truth.ReadBytes, 0.95, 1.05);
        Assert.InRange(sampled.MatrixWork / truth.MatrixWork, 0.9, 1.1);
        Assert.InRange(sampled.LinkBytes / truth.LinkBytes, 0.95, 1.05);
    }

    [Theory]
    [InlineData("stack3d-8", 8, 0, 0)]
    [InlineData("stack3d-256", 8, 1, 1)]
    [InlineData("stack3d-256", 32, 0.3, 0.95)]
    public void BytesOnLinksInsidePackagesAreCountedApartAndCheaper(string platform, int tensor, double least, double most)
    {
        PlatformSpec machine = PlatformPreset.Open(platform);
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open("llama-3-8b"), machine, new ParallelPlan(tensor));

        OperatorEvents truth = Sum(executors.Detailed.Execute(MixedStep())), predicted = Sum(executors.Analytical.Execute(MixedStep()));
        var meter = new EnergyMeter(machine.EnergyCosts!, machine, NumberFormat.Bf16, devices: 1);

        Assert.InRange(truth.PackageLinkBytes / truth.LinkBytes, least, most);
        Assert.Equal(truth.LinkBytes, predicted.LinkBytes, truth.LinkBytes * 1e-9);
        Assert.Equal(truth.PackageLinkBytes, predicted.PackageLinkBytes, truth.LinkBytes * 1e-9);
        Assert.Equal(
            8e-12 * ((0.5 * truth.PackageLinkBytes) + (1.3 * (truth.LinkBytes - truth.PackageLinkBytes))),
            meter.PriceOf(new OperatorTiming { Name = "", Kind = default, Repeat = 1, Events = truth with { MatrixWork = 0 } }, logicScale: 1).Links,
            1e-12);
    }

    [Fact]
    public void AMachineWithoutCoefficientsLeavesEnergyOutAndSaysSo()
    {
        Scenario scenario = Small() with { Platform = "lamosys-like:decode", Fidelity = Fidelity.Analytical };
        RecordedRun records = Record(scenario);

        Assert.Null(PlatformPreset.Open("lamosys-like:decode").EnergyCosts);
        Assert.Empty(records.Energies);
        Assert.StartsWith("none: ", records.Header!.Facts.Single(f => f.Group == "energy").Value, StringComparison.Ordinal);
    }

    private static Scenario Small() => new()
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Requests = new RequestSelection { Limit = 12 },
    };

    private static StepShape MixedStep()
    {
        var shape = new StepShape();
        for (int i = 0; i < 20; i++) shape.Add(new SequenceSlice(1, 700 + 40 * i, Samples: true));
        shape.Add(new SequenceSlice(300, 0, Samples: true));
        return shape;
    }

    private static OperatorEvents Sum(StepTiming timing) =>
        timing.Operators.Aggregate(default(OperatorEvents), (sum, op) => sum + op.Events * op.Repeat);

    private static Dictionary<string, double> EnergyOf(RecordedRun records)
    {
        return records.Energies.ToDictionary(e => records.Names[e.Component], e => e.Spent.Joules);
    }

    private static RecordedRun Record(Scenario scenario)
    {
        var records = new RecordedRun();
        new SimulationRun(PreparedRun.From(scenario), new RunServices()).Execute(records);
        return records;
    }
}
