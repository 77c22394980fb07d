// How the node for Pods is called, and what a Pod must tolerate to run there.

export const NODE = "kwok";

export const TAINT = { key: "kwok", effect: "NoSchedule" };
