using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Physics.Tests.Accounting;

public sealed class EnergyLedgerTests
{
    private static readonly EnergyCoefficients Coefficients = EnergyCoefficients.Load("stack3d-7nm", Area.Parse("100 mm2"));

    [Fact]
    public void LeakageStatedForAnAreaGrowsWithTheDieAndWhatIsStatedForTheDeviceDoesNot()
    {
        EnergyCoefficients larger = EnergyCoefficients.Load("stack3d-7nm", Area.Parse("342 mm2"));

        Assert.Equal(6, PowerOf(Coefficients, "logic-leakage"), 9);
        Assert.Equal(20.52, PowerOf(larger, "logic-leakage"), 9);
        Assert.Equal(PowerOf(Coefficients, "clocks-and-control"), PowerOf(larger, "clocks-and-control"));
        Assert.Contains("logic-leakage.per needs the area of the device's logic", Assert.Throws<PresetException>(() => EnergyCoefficients.Load("stack3d-7nm", die: null)).Message, StringComparison.Ordinal);

        static double PowerOf(EnergyCoefficients costs, string part) => costs.Statics.Single(s => s.Name == part).Power.Watts;
    }

    [Fact]
    public void AccountsAgreeInTheirTotals()
    {
        var ledger = new EnergyLedger(Coefficients);
        var random = new RandomStream(5, "ledger");
        for (int i = 0; i < 2_000; i++)
        {
            var tag = new EnergyTag((int)random.NextInteger(6), (int)random.NextInteger(5) - 1, (int)random.NextInteger(40) - 1, (int)random.NextInteger(100) - 1);
            ledger.Count(tag, (int)random.NextInteger(Coefficients.Events.Count), random.NextInteger(1_000_000));
        }

        double total = Enumerable.Range(0, Coefficients.Events.Count).Sum(e => ledger.EnergyOf(e).Joules);

        foreach (EnergyAccount account in new[] { ledger.Components, ledger.Layers, ledger.Operators, ledger.Requests })
            Assert.Equal(1, account.Total.Joules / total, 12);
    }

    [Fact]
    public void FiguresFollowFromTheTotal()
    {
        var ledger = new EnergyLedger(Coefficients);
        ledger.Count(new EnergyTag(0), Coefficients.IndexOf("matrix-mac-bf16"), 2_000_000_000_000);

        EnergyFigures figures = ledger.Figures(Tokens.FromCount(7), Duration.FromSeconds(0.1));

        Assert.Equal(0.7, figures.Total.Joules, 12);
        Assert.Equal(0.1, figures.PerToken.Joules, 12);
        Assert.Equal(7, figures.MeanPower.Watts, 12);
        Assert.Equal(10, figures.TokensPerJoule, 12);
    }

    [Fact]
    public void EveryCoefficientSaysWhereItComesFrom() =>
        Assert.All(Coefficients.Provenance.Where(p => p.Path.StartsWith("events", StringComparison.Ordinal)), p => Assert.True(p.Kind.Length > 0 && p.Source.Length > 0, p.Path));

    [Fact]
    public void UnknownEventsAreNamed() =>
        Assert.Contains("matrix-mac-bf16", Assert.Throws<PresetException>(() => Coefficients.IndexOf("matrix-mac-bf61")).Message, StringComparison.Ordinal);
}
