using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Studies.Validation.Serving;

namespace DeepStack.Sim.Studies.Tests.Validation;

public class ServedMachineTests
{
    [Theory]
    [InlineData("h100_sxm")]
    [InlineData("b200_sxm")]
    [InlineData("b300_sxm")]
    [InlineData("gb200")]
    [InlineData("gb300")]
    public void SystemsOfTablesHaveMachinesWhetherCardsOrRacks(string system)
    {
        (ServedMachine? machine, string reason) = ServedMachine.Find("meta-llama/Llama-3.1-8B", system, "fp8", new ParallelPlan(1), "0.19.0");

        Assert.Equal("", reason);
        Assert.True(machine!.Scheduler.BlockCount > 10_000);
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B", "c900", "no preset of the system c900")]
    [InlineData("someone/Unknown-7B", "b200_sxm", "no preset of the model Unknown-7B")]
    public void WhatHasNoPresetIsSaid(string model, string system, string reason) =>
        Assert.Equal((null, reason), ServedMachine.Find(model, system, "fp8", new ParallelPlan(1), "0.19.0"));
}
