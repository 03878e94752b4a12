namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One number for a router and one of its ports.</summary>
internal static class UnitNumber
{
    private const int Shift = 6;

    public static int Of(int router, int port) => router << Shift | port;

    public static int RouterOf(int unit) => unit >> Shift;

    public static int PortOf(int unit) => unit & ((1 << Shift) - 1);
}
